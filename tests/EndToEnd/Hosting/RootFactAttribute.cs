namespace SocketGateway.EndToEnd.Hosting;

/// <summary>A test that binds ports below 1024.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "ports below 1024 need root";
    }
}
