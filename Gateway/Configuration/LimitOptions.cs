namespace SocketGateway.Gateway.Configuration;

/// <summary>Limits of the whole process.</summary>
internal sealed record LimitOptions
{
    /// <summary>Open connections of all listeners, at least 1; above it new ones are refused. Default 100000, lowered to what
    /// <see cref="ResourceBudget"/> finds.</summary>
    public int MaxConnections { get; init; } = 100_000;
}
