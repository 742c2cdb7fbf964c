using System.Net;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Forwarding;
using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Forwarding;

#pragma warning disable CA1001 // a cancellation source without timers and wait handles holds nothing that needs to be released

/// <summary>One service that forwards: its destinations, and what is found out about them. Thread-safe.</summary>
internal sealed class ForwardService
{
    private readonly ILogger _log;
    private readonly RepeatLimiter _repeats = new(TimeProvider.System);
    private readonly DestinationChecks _checks;
    private readonly DestinationStates _states;
    private readonly DestinationClosings _closings;
    private volatile ForwardServiceOptions _options;
    private volatile CancellationTokenSource _changed = new();
    private CancellationToken _stop;
    private ForwardSettings? _settings;

    public ForwardService(string name, ForwardServiceOptions options, ILogger log)
    {
        (Name, _options, _log, Meter) = (name, options, log, new ForwardMeter(name));
        Pool = new DestinationPool(DestinationPlan.PolicyOf(options), DestinationPlan.SettingsOf(options), Random.Shared.Next());
        Tls = options.Tls is { Enabled: true } tls ? new DestinationTls(tls) : null;
        Resolver = new DestinationResolver(this, log);
        (_checks, _states, _closings) = (new DestinationChecks(this, log), new DestinationStates(name, log), new DestinationClosings(Connections));
    }

    public string Name { get; }

    /// <summary>As they began, but for what <see cref="Update"/> takes over.</summary>
    public ForwardServiceOptions Options => _options;

    /// <summary>Cancelled when <see cref="Options"/> are others than at the moment this was asked for.</summary>
    public CancellationToken Changed => _changed.Token;

    public DestinationPool Pool { get; }

    public DestinationResolver Resolver { get; }

    public ForwardMeter Meter { get; }

    /// <summary>Those that are at a destination.</summary>
    public ForwardedConnections Connections { get; } = new();

    /// <summary>TLS with destinations; null for clear text.</summary>
    public DestinationTls? Tls { get; }

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

    public Task RunAsync(CancellationToken stop)
    {
        _stop = stop;
        return Task.WhenAll(Resolver.RunAsync(stop), _checks.RunAsync(stop), TickAsync(stop));
    }

    /// <summary>The host of a destination's address; empty when it is no longer configured, which no certificate names.</summary>
    public string HostOf(string destination) =>
        Options.Destinations.TryGetValue(destination, out var one) && DestinationAddress.TryParse(one.Address, out var address) ? address.Host : "";

    /// <summary>An operator wants no more connections at a destination, or wants them again. False when there is none of this name.</summary>
    /// <param name="destination">Its name.</param>
    /// <param name="drain">No more.</param>
    /// <param name="closeWithin">The time in which those that it has are closed; null: they go on.</param>
    public bool Drain(string destination, bool drain, TimeSpan? closeWithin)
    {
        if (!Pool.Drain(destination, drain, MonotonicClock.Now)) return false;
        if (drain && closeWithin is { } within) _ = _closings.Begin(destination, within, _stop);
        else _closings.Cancel(destination);
        return true;
    }

    /// <summary>Takes over the destinations of another configuration, and what happens to the connections of those that are left out; nothing else. False when they are the same.</summary>
    public bool Update(ForwardServiceOptions options)
    {
        var (before, after) = (Options.Destinations, options.Destinations);
        if (DestinationPlan.AreSame(before, after) && Options.CloseRemoved == options.CloseRemoved) return false;
        _options = Options with { Destinations = after, CloseRemoved = options.CloseRemoved };
        Pool.Update(DestinationPlan.SettingsOf(options), MonotonicClock.Now);
        Resolver.SetFixed();
        foreach (var added in after.Keys.Where(name => !before.ContainsKey(name))) _closings.Cancel(added);
        foreach (var gone in before.Keys.Where(name => !after.ContainsKey(name)))
        {
            if (options.CloseRemoved is { } within) _ = _closings.Begin(gone, within, _stop);
        }

        ForwardingLog.Updated(_log, Name, string.Join(", ", after.Select(one => $"{one.Key} {one.Value.Address}")));
        Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
        return true;
    }

    /// <summary>A destination could not be had; what clients can bring about at will is limited.</summary>
    public void ConnectFailed(ConnectionInfo client, string destination, IPEndPoint endPoint, ConnectFailure failure, Exception error)
    {
        Meter.ConnectFailed(destination, failure);
        var why = failure == ConnectFailure.TlsFailed ? $"{ForwardMeter.WordOf(failure)}: {error.Message}" : ForwardMeter.WordOf(failure);
        _repeats.Say(ForwardLog.ConnectFailedId, Name, destination, count => ForwardLog.ConnectFailed(_log, client.Id.ToString(), Name, destination, endPoint.ToString(), why, count));
    }

    /// <summary>A client had to be turned away.</summary>
    public void GaveUp(ConnectionInfo client, string reason) =>
        _repeats.Say(ForwardLog.GaveUpId, Name, reason, count => ForwardLog.GaveUp(_log, client.Id.ToString(), Name, reason, count));

    /// <summary>Ejections end, whoever waits for that hears of it, and the log of what became of destinations.</summary>
    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = MonotonicClock.Now;
                Pool.Tick(now);
                _states.Look(Pool.Report(now), now);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }
}
