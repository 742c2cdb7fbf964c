namespace SocketGateway.Protocols.Links;

/// <summary>The bounds of one link, each direction for itself. Sizes in bytes, times in milliseconds of the node's monotonic clock.</summary>
internal sealed record LinkLimits
{
    /// <summary>A frame with everything in it; above this a message is cut into pieces.</summary>
    public int MaxFrame { get; init; } = 64 * 1024;

    /// <summary>Frames sent and not yet acknowledged.</summary>
    public int Window { get; init; } = 1024 * 1024;

    /// <summary>The largest message; a larger one fails its session at the sender, never the link.</summary>
    public int MaxMessage { get; init; } = 2 * 1024 * 1024;

    /// <summary>What one session may put into frames before it is another's turn.</summary>
    public int Quantum { get; init; } = 4 * 1024;

    /// <summary>At least one frame in this time, even an empty one.</summary>
    public long Heartbeat { get; init; } = 500;

    /// <summary>Silence of this length ends the link.</summary>
    public long Timeout { get; init; } = 3_000;
}
