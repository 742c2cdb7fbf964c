using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>Looks up the names of destinations, again and again. While a name cannot be looked up its last addresses stay: a resolver that is down is no destination that is.</summary>
internal sealed class DestinationResolver(ForwardService service, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses of destinations, and the configured ones that they have them from.</summary>
    private readonly ConcurrentDictionary<string, (DestinationAddress From, IReadOnlyList<IPEndPoint> Addresses)> _found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where connections to a destination go; empty for nowhere.</summary>
    public IReadOnlyList<IPEndPoint> AddressesOf(string name) => _found.TryGetValue(name, out var found) ? found.Addresses : [];

    /// <summary>Sets what needs no looking up. Thread-safe.</summary>
    public void SetFixed()
    {
        foreach (var (name, address) in Addresses())
        {
            if (address.EndPoint is { } endPoint) Set(name, address, [endPoint]);
        }
    }

    /// <summary>Looks up all of them once, at the same time: one that cannot be found delays no other.</summary>
    public Task ResolveAsync(CancellationToken stop)
    {
        SetFixed();
        return Task.WhenAll(Addresses().Where(a => a.Address.EndPoint is null).Select(a => ResolveAsync(a.Name, a.Address, stop)));
    }

    /// <summary>Until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var changed = service.Changed;
            while (true)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop, changed);
                await Task.Delay(service.Options.ResolveInterval, pause.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stop.ThrowIfCancellationRequested();
                changed = service.Changed;
                await ResolveAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private List<(string Name, DestinationAddress Address)> Addresses() =>
        [.. service.Options.Destinations.Select(d => (d.Key, DestinationAddress.TryParse(d.Value.Address, out var address) ? address : default))];

    private void Set(string name, DestinationAddress from, IReadOnlyList<IPEndPoint> addresses)
    {
        _found[name] = (from, addresses);
        service.Pool.SetAddresses(name, addresses, MonotonicClock.Now);
    }

    private async Task ResolveAsync(string name, DestinationAddress address, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var found = await Dns.GetHostAddressesAsync(address.Host, patience.Token);

            // In the same order each time: else the pool would see a change in nothing but the resolver's rotation.
            Set(name, address, [.. found.Select(a => new IPEndPoint(a, address.Port)).OrderBy(e => e.ToString(), StringComparer.Ordinal)]);
            if (_failures.TryRemove(name, out _)) ForwardingLog.Resolved(log, service.Name, name, address.Host, found.Length);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            var why = error is SocketException ? error.Message : $"no answer within {Patience.TotalSeconds:0} s";
            if (_failures.TryAdd(name, why)) ForwardingLog.NotResolved(log, service.Name, name, address.Host, why);

            // What it was configured with before is not where it is now.
            if (_found.TryGetValue(name, out var former) && former.From != address) Set(name, address, []);
        }
    }
}
