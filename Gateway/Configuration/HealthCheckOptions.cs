namespace SocketGateway.Gateway.Configuration;

/// <summary>How it is found out that a destination is down, and that it is up again.</summary>
internal sealed record HealthCheckOptions
{
    /// <summary>By asking it.</summary>
    public ActiveHealthCheckOptions Active { get; init; } = new();

    /// <summary>By what happens to its connections.</summary>
    public PassiveHealthCheckOptions Passive { get; init; } = new();

    /// <summary>The faults of these values.</summary>
    public IEnumerable<ConfigurationFault> Validate() =>
        Active.Validate().Select(f => f with { Key = $"{nameof(Active)}:{f.Key}" }).Concat(Passive.Validate().Select(f => f with { Key = $"{nameof(Passive)}:{f.Key}" }));
}
