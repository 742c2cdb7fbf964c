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
    private readonly Dictionary<AddressBits, int> _clients = [];

    public int Connections { get; private set; }

    /// <summary>Counts a client in; or the reason why it is refused.</summary>
    public string? Admit(IPAddress client, long now)
    {
        // A client above its own rate must not use up that of the others.
        if ((WhyNot(client, now) ?? AdmitUnknown(now)) is { } reason) return reason;
        Count(client, now);
        return null;
    }

    /// <summary>Counts in whoever a proxy brings, of whom nothing is known yet; or the reason why it is refused.</summary>
    public string? AdmitUnknown(long now)
    {
        if (load.MemoryIsFull) return CloseReasons.MemoryLimit;
        if (load.DescriptorsAreFull) return CloseReasons.DescriptorLimit;
        if (settings.MaxConnections > 0 && Connections >= settings.MaxConnections) return CloseReasons.MaxConnections;
        if (_rate?.HasToken(now) == false) return CloseReasons.AcceptRate;
        if (!load.TryAddConnection()) return CloseReasons.MaxConnections;
        _rate?.Take();
        Connections++;
        return null;
    }

    /// <summary>Who that was is known now; or the reason why it is refused, and then it is still to be released as one who is not known.</summary>
    public string? Identify(IPAddress client, long now)
    {
        if (WhyNot(client, now) is { } reason)
        {
            _rate?.GiveBack();
            return reason;
        }

        Count(client, now);
        return null;
    }

    /// <param name="client">Null: it was never known.</param>
    public void Release(IPAddress? client)
    {
        Connections--;
        load.RemoveConnection();
        if (client is null || settings.MaxConnectionsPerClient == 0) return;
        var key = AddressBits.Of(client).Client;
        if (_clients[key] == 1) _clients.Remove(key);
        else _clients[key]--;
    }

    private string? WhyNot(IPAddress client, long now)
    {
        if (!_access.Allows(client)) return CloseReasons.AccessDenied;
        if (settings.MaxConnectionsPerClient > 0 && _clients.GetValueOrDefault(AddressBits.Of(client).Client) >= settings.MaxConnectionsPerClient) return CloseReasons.MaxConnectionsPerClient;
        return _clientRates?.HasToken(client, now) == false ? CloseReasons.AcceptRatePerClient : null;
    }

    private void Count(IPAddress client, long now)
    {
        _clientRates?.Take(client, now);
        if (settings.MaxConnectionsPerClient == 0) return;
        var key = AddressBits.Of(client).Client;
        _clients[key] = _clients.GetValueOrDefault(key) + 1;
    }
}
