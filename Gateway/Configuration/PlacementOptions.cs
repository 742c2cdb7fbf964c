namespace SocketGateway.Gateway.Configuration;

/// <summary>Which node serves a connection.</summary>
internal sealed record PlacementOptions
{
    /// <summary>Default <see cref="PlacementPolicy.LeastSessions"/>.</summary>
    public PlacementPolicy Policy { get; init; } = PlacementPolicy.LeastSessions;

    /// <summary>What <see cref="PlacementPolicy.ConsistentHash"/> hashes. Default <see cref="PlacementHash.ClientAddress"/>.</summary>
    public PlacementHash HashBy { get; init; } = PlacementHash.ClientAddress;
}
