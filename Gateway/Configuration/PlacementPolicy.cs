namespace SocketGateway.Gateway.Configuration;

/// <summary>How a node is chosen for a session.</summary>
internal enum PlacementPolicy
{
    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The less loaded of two nodes picked at random.</summary>
    LeastSessions,

    /// <summary>The same client goes to the same node while that node is there.</summary>
    ConsistentHash,
}
