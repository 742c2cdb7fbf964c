using System.Net;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Listeners;

/// <summary>Who may come in: the counts behind the limits of one listener and its share in the gateway's.</summary>
internal sealed class Admission(ListenerSettings settings, GatewayLoad load)
{
    private readonly Dictionary<IPAddress, int> _clients = [];

    public int Connections { get; private set; }

    /// <summary>Counts a client in; or the reason why it is refused.</summary>
    public string? Admit(IPAddress client)
    {
        if (load.MemoryIsFull) return CloseReasons.MemoryLimit;
        if (settings.MaxConnections > 0 && Connections >= settings.MaxConnections) return CloseReasons.MaxConnections;
        var count = settings.MaxConnectionsPerClient > 0 ? _clients.GetValueOrDefault(client) : 0;
        if (settings.MaxConnectionsPerClient > 0 && count >= settings.MaxConnectionsPerClient) return CloseReasons.MaxConnectionsPerClient;
        if (!load.TryAddConnection()) return CloseReasons.MaxConnections;
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
