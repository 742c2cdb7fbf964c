using SocketGateway.Actors.Messages;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Which node serves a connection.</summary>
internal sealed record PlacementOptions
{
    /// <summary>Default <see cref="PlacementPolicy.LeastSessions"/>.</summary>
    public PlacementPolicy Policy { get; init; } = PlacementPolicy.LeastSessions;

    /// <summary>What <see cref="PlacementPolicy.ConsistentHash"/> hashes. Default <see cref="PlacementHash.ClientAddress"/>.</summary>
    public PlacementHash HashBy { get; init; } = PlacementHash.ClientAddress;

    /// <summary>Whether a session runs on the node that owns its connection while that node has the service and takes sessions. Default true.</summary>
    public bool PreferLocal { get; init; } = true;

    /// <summary>Sessions of the service on this node, as a limit for placement. Default null: none.</summary>
    public int? MaxSessions { get; init; }
}
