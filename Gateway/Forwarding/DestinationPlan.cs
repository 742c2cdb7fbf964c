using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>What a pool is told of a service's configuration.</summary>
internal static class DestinationPlan
{
    public static ForwardPolicy PolicyOf(ForwardServiceOptions options) => new()
    {
        LoadBalancing = options.LoadBalancingPolicy,
        SlowStart = (long)options.SlowStart.TotalMilliseconds,
        MaxPending = options.MaxPending,
        ActiveHealth = new ActiveHealthPolicy { Rise = options.HealthCheck.Active.Rise, Fall = options.HealthCheck.Active.Fall },
        PassiveHealth = new PassiveHealthPolicy
        {
            Enabled = options.HealthCheck.Passive.Enabled,
            Failures = options.HealthCheck.Passive.Failures,
            ReactivationPeriod = (long)options.HealthCheck.Passive.ReactivationPeriod.TotalMilliseconds,
            MaxReactivationPeriod = (long)options.HealthCheck.Passive.MaxReactivationPeriod.TotalMilliseconds,
            MaxEjectedPercent = options.HealthCheck.Passive.MaxEjectedPercent,
        },
    };

    public static IReadOnlyList<DestinationSettings> SettingsOf(ForwardServiceOptions options) =>
    [
        .. options.Destinations.Select(d => new DestinationSettings(d.Key) { Weight = d.Value.Weight, IsBackup = d.Value.Backup, MaxConnections = d.Value.MaxConnections ?? 0 }),
    ];

    /// <summary>Whether nothing differs but perhaps the order.</summary>
    public static bool AreSame(IReadOnlyDictionary<string, DestinationOptions> one, IReadOnlyDictionary<string, DestinationOptions> other) =>
        one.Count == other.Count && one.All(d => other.TryGetValue(d.Key, out var same) && same == d.Value);
}
