namespace SocketGateway.Protocols.Forwarding;

/// <summary>The rules of a pool. Times in milliseconds of the node's monotonic clock.</summary>
public sealed record ForwardPolicy
{
    /// <summary>How a destination is chosen.</summary>
    public LoadBalancingPolicy LoadBalancing { get; init; } = LoadBalancingPolicy.PowerOfTwoChoices;

    /// <summary>The time in which the weight of a destination that comes up grows from a tenth to the whole; 0 for at once.</summary>
    public long SlowStart { get; init; }

    /// <summary>What connections may say of a destination's health.</summary>
    public PassiveHealthPolicy PassiveHealth { get; init; } = new();

    /// <summary>What checks may.</summary>
    public ActiveHealthPolicy ActiveHealth { get; init; } = new();

    /// <summary>Connections that may wait for a destination at a time; above that they are told so. 0: nobody waits.</summary>
    public int MaxPending { get; init; }
}
