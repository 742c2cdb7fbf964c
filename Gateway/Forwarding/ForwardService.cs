using SocketGateway.Actors.Relay;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>One service that forwards: its destinations, and what is found out about them.</summary>
internal sealed class ForwardService
{
    private readonly DestinationChecks _checks;
    private ForwardSettings? _settings;

    public ForwardService(string name, ForwardServiceOptions options, ILogger log)
    {
        (Name, Options, Meter) = (name, options, new ForwardMeter(name));
        Pool = new DestinationPool(PolicyOf(options), [.. options.Destinations.Select(d => SettingsOf(d.Key, d.Value))], Random.Shared.Next());
        Resolver = new DestinationResolver(name, options, Pool, log);
        _checks = new DestinationChecks(name, options, Pool, log);
    }

    public string Name { get; }

    public ForwardServiceOptions Options { get; }

    public DestinationPool Pool { get; }

    public DestinationResolver Resolver { get; }

    public ForwardMeter Meter { get; }

    /// <summary>How its connections are relayed.</summary>
    public ForwardSettings Settings => _settings ??= new(
        new RelayLimits((long)Options.ConnectTimeout.TotalMilliseconds, CloseTimeout: 5_000, (long)Options.HalfCloseTimeout.TotalMilliseconds),
        Options.Retries,
        (long)Options.HoldTimeout.TotalMilliseconds)
    {
        ProxyProtocol = Options.ProxyProtocol,
        HashesServerName = Options.HashBy == ForwardHash.Sni,
        Banner = Options.Banner is { } banner ? banner.ToBytes() : default(ReadOnlyMemory<byte>?),
    };

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Resolver.RunAsync(stop), _checks.RunAsync(stop), TickAsync(stop));

    /// <summary>Ejections end, and whoever waits for that hears of it.</summary>
    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) Pool.Tick(MonotonicClock.Now);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private static ForwardPolicy PolicyOf(ForwardServiceOptions options) => new()
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

    private static DestinationSettings SettingsOf(string name, DestinationOptions options) =>
        new(name) { Weight = options.Weight, IsBackup = options.Backup, MaxConnections = options.MaxConnections ?? 0 };
}
