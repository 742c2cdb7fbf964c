namespace SocketGateway.Protocols.Forwarding;

/// <summary>How a destination is chosen among those that can take a connection.</summary>
public enum LoadBalancingPolicy
{
    /// <summary>The less loaded of two drawn at random.</summary>
    PowerOfTwoChoices,

    /// <summary>One after the other, each as often as its weight says.</summary>
    RoundRobin,

    /// <summary>The one with the fewest connections for its weight.</summary>
    LeastConnections,

    /// <summary>Drawn at random, each as likely as its weight says.</summary>
    Random,

    /// <summary>The same one for the same hash, as long as it can take connections.</summary>
    ConsistentHash,
}
