using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>Looks up the names of destinations, again and again. While a name cannot be looked up its last addresses stay: a resolver that is down is no destination that is.</summary>
internal sealed class DestinationResolver(string service, ForwardServiceOptions options, DestinationPool pool, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> _failures = [];

    /// <summary>Looks up all of them once. An address is at once where it is.</summary>
    public async Task ResolveAsync(CancellationToken stop)
    {
        foreach (var (name, destination) in options.Destinations)
        {
            _ = DestinationAddress.TryParse(destination.Address, out var address);
            if (address.EndPoint is { } fixedOne) pool.SetAddresses(name, [fixedOne], MonotonicClock.Now);
            else await ResolveAsync(name, address, stop);
        }
    }

    /// <summary>Until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (options.Destinations.Values.All(d => DestinationAddress.TryParse(d.Address, out var address) && address.EndPoint is not null)) return;
        using var timer = new PeriodicTimer(options.ResolveInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await ResolveAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task ResolveAsync(string name, DestinationAddress address, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var found = await Dns.GetHostAddressesAsync(address.Host, patience.Token);

            // In the same order each time: else the pool would see a change in nothing but the resolver's rotation.
            pool.SetAddresses(name, [.. found.Select(a => new IPEndPoint(a, address.Port)).OrderBy(e => e.ToString(), StringComparer.Ordinal)], MonotonicClock.Now);
            if (_failures.Remove(name)) ForwardingLog.Resolved(log, service, name, address.Host, found.Length);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            var why = error is SocketException ? error.Message : $"no answer within {Patience.TotalSeconds:0} s";
            if (_failures.TryAdd(name, why)) ForwardingLog.NotResolved(log, service, name, address.Host, why);
        }
    }
}
