namespace SocketGateway.Protocols.Forwarding;

/// <summary>How many results of checks it takes to change what is thought of a destination.</summary>
public sealed record ActiveHealthPolicy
{
    /// <summary>Successes in a row that bring it up.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>Failures in a row that take it down.</summary>
    public int Fall { get; init; } = 3;
}
