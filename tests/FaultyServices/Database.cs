namespace SocketGateway.FaultyServices;

/// <summary>Something that a service depends on, and that can be down.</summary>
public sealed class Database
{
    /// <summary>Whether it is down.</summary>
    public bool Down { get; set; }

    /// <summary>Fails while it is down.</summary>
    public async Task ReadAsync()
    {
        await Task.Yield();
        if (Down) throw new IOException("the database does not answer");
    }
}
