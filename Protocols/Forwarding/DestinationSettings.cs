namespace SocketGateway.Protocols.Forwarding;

/// <summary>What is configured for one destination.</summary>
/// <param name="Name">Unique in its pool, in any case of letters; consistent hashing goes by it, so that new addresses move nobody.</param>
public sealed record DestinationSettings(string Name)
{
    /// <summary>Its share relative to others, 1 to 256; 0 drains it: it keeps its connections and takes no more.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Takes connections only when no other destination is left for them.</summary>
    public bool IsBackup { get; init; }

    /// <summary>Connections at a time, those being opened included; 0 for no limit.</summary>
    public int MaxConnections { get; init; }
}
