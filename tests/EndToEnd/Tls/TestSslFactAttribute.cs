namespace SocketGateway.EndToEnd.Tls;

/// <summary>A test that has testssl look at a port. Left out where there is none, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestSslFactAttribute : FactAttribute
{
    public TestSslFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") is null or "" or "false") Skip = TestSsl.Missing;
    }
}
