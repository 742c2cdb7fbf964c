namespace SocketGateway.Actors.Messages;

/// <summary>How the node for a session is chosen among those that can take it.</summary>
internal enum PlacementPolicy
{
    /// <summary>One after the other, each as often as its weight says.</summary>
    RoundRobin,

    /// <summary>The less loaded of two drawn at random.</summary>
    LeastSessions,

    /// <summary>The same node for the same client address, as long as it is there.</summary>
    ConsistentHash,
}
