namespace SocketGateway.Protocols.Forwarding;

/// <summary>What a pool tells of one destination.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its addresses with ports, in their turn; empty for none.</param>
/// <param name="State">What keeps it from connections.</param>
public sealed record DestinationReport(string Name, string Addresses, DestinationState State)
{
    /// <summary>It takes connections only when no other destination is left for them.</summary>
    public bool IsBackup { get; init; }

    /// <summary>Connections that it has, those being opened included.</summary>
    public int Active { get; init; }

    /// <summary>Connections that it was ever chosen for, failed connects included.</summary>
    public long Taken { get; init; }

    /// <summary>Failed connects.</summary>
    public ConnectFailureCounts Failures { get; init; }

    /// <summary>Connections that broke before it sent a byte.</summary>
    public long FailedStarts { get; init; }

    /// <summary>The weight in effect: the configured one, or less of it in a slow start.</summary>
    public double Weight { get; init; }

    /// <summary>How often it was left out for what its connections told.</summary>
    public long Ejections { get; init; }

    /// <summary>On the pool's clock, in milliseconds; 0 without an ejection.</summary>
    public long EjectedUntil { get; init; }
}
