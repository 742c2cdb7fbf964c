using System.Net;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Listeners;

/// <summary>Who may come in: the addresses, counts and rates behind the limits of one listener, and its share in the gateway's. A client that is refused is counted nowhere.</summary>
/// <param name="settings">The listener's limits; 0 is none.</param>
/// <param name="load">What all listeners share.</param>
/// <param name="now">The time of <see cref="MonotonicClock"/>, in milliseconds.</param>
internal sealed class Admission(ListenerSettings settings, GatewayLoad load, long now)
{
    /// <summary>Clients whose rate is known at a time: about 3 MiB.</summary>
    private const int RememberedClients = 16_384;

    private readonly AccessRules _access = new(settings.Allow ?? [], settings.Deny ?? []);
    private readonly TokenBucket? _rate = settings.AcceptRate > 0 ? new TokenBucket(settings.AcceptRate, now) : null;
    private readonly ClientBuckets? _clientRates = settings.AcceptRatePerClient > 0 ? new ClientBuckets(settings.AcceptRatePerClient, RememberedClients) : null;
    private readonly Dictionary<IPAddress, int> _clients = [];

    public int Connections { get; private set; }

    /// <summary>Counts a client in; or the reason why it is refused.</summary>
    public string? Admit(IPAddress client, long now)
    {
        if (!_access.Allows(client)) return CloseReasons.AccessDenied;
        if (load.MemoryIsFull) return CloseReasons.MemoryLimit;
        if (load.DescriptorsAreFull) return CloseReasons.DescriptorLimit;
        if (settings.MaxConnections > 0 && Connections >= settings.MaxConnections) return CloseReasons.MaxConnections;
        var count = settings.MaxConnectionsPerClient > 0 ? _clients.GetValueOrDefault(client) : 0;
        if (settings.MaxConnectionsPerClient > 0 && count >= settings.MaxConnectionsPerClient) return CloseReasons.MaxConnectionsPerClient;

        // A client above its own rate must not use up that of the others.
        if (_clientRates?.HasToken(client, now) == false) return CloseReasons.AcceptRatePerClient;
        if (_rate?.HasToken(now) == false) return CloseReasons.AcceptRate;
        if (!load.TryAddConnection()) return CloseReasons.MaxConnections;
        _clientRates?.Take(client, now);
        _rate?.Take();
        if (settings.MaxConnectionsPerClient > 0) _clients[client] = count + 1;
        Connections++;
        return null;
    }

    public void Release(IPAddress client)
    {
        Connections--;
        load.RemoveConnection();
        if (settings.MaxConnectionsPerClient == 0) return;
        if (_clients[client] == 1) _clients.Remove(client);
        else _clients[client]--;
    }
}
