namespace SocketGateway.Gateway.Admin;

/// <summary>What an operator wants of a destination.</summary>
internal sealed record DestinationChange
{
    /// <summary>No further connections; or again.</summary>
    public required bool Drain { get; init; }

    /// <summary>The time in which those that it has are closed; null: they go on.</summary>
    public TimeSpan? CloseWithin { get; init; }
}
