using System.Net;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Listeners;

/// <summary>
/// The connections of a listener, from their accept to their end. Where a proxy's header or the first bytes tell who the client is or which service it wants, a connection is looked at
/// before it has an actor.
/// </summary>
internal sealed partial class ListenerActor
{
    /// <summary>What Akka.IO waits for a handler beyond the time that a prelude may take.</summary>
    private static readonly TimeSpan RegisterMargin = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ConnectionId, Admitted> _connected = [];

    /// <summary>The settings of each service that connections are routed to.</summary>
    private readonly Dictionary<string, ListenerSettings> _routed = new(StringComparer.OrdinalIgnoreCase);

    private TcpSettings SocketSettings()
    {
        var settings = TcpSettings.Create(Context.System) with { MaxFrameSizeBytes = _settings.ReadBufferBytes };
        return _settings.Prelude is { } prelude ? settings with { RegisterTimeout = prelude.HeaderTimeout + prelude.RouteTimeout + RegisterMargin } : settings;
    }

    private void Accept(Tcp.Connected connected)
    {
        var (bind, peer) = (BindOf(Sender), (IPEndPoint)connected.RemoteAddress);
        var socket = bind.Accepted.Take(connected);
        var isProxy = _prelude?.IsProxy(peer.Address) == true;
        var now = MonotonicClock.Now;
        if ((isProxy ? _admission.AdmitUnknown(now) : _admission.Admit(peer.Address, now)) is { } reason)
        {
            Refuse(reason, peer, Sender);
            return;
        }

        // The count in an id comes round after 4 billion connections, and one of the first may still be there.
        ConnectionId id;
        do id = _gateway.Ids.Next();
        while (_gateway.Directory.Find(id) is not null || _connected.ContainsKey(id));
        bind.Connections++;
        var accepted = new AcceptedConnection(id, new SocketPair(peer, (IPEndPoint)connected.LocalAddress), Sender, socket, _settings);
        _connected.Add(id, new Admitted(bind, isProxy ? null : peer.Address, Sender));
        if (_prelude is { } prelude) Look(accepted, new Prelude(prelude, peer.Address));
        else Context.ActorOf(_connections(accepted), id.ToString());
    }

    /// <summary>A client may come out of the queue of a port that was closed, and even opened again, since.</summary>
    private Bind BindOf(IActorRef socket)
    {
        var listener = socket.Path.Parent;
        if (_bind!.Listener.Path.Equals(listener)) return _bind;
        return _connected.Values.FirstOrDefault(c => c.Bind.Listener.Path.Equals(listener))?.Bind ?? _bind;
    }

    private void Look(AcceptedConnection accepted, Prelude prelude)
    {
        var admitted = _connected[accepted.Id];
        admitted.Waiting = accepted with { Prelude = prelude };
        if (prelude.IsDone) AcceptKnown(new PreludeEnded(accepted.Id, Lost: false));
        else if (SocketLoan.Of(accepted.Socket) is { } lent) _gateway.Preludes!.Begin(accepted.Id, prelude, lent, Self);
        else AcceptKnown(new PreludeEnded(accepted.Id, Lost: true));
    }

    /// <summary>Everything is known that a connection's first bytes tell.</summary>
    private void AcceptKnown(PreludeEnded ended)
    {
        if (!_connected.TryGetValue(ended.Connection, out var admitted) || admitted.Waiting is not { Prelude: { } prelude } waiting) return;
        admitted.Waiting = null;
        if (ended.Lost || prelude.Refusal is not null)
        {
            Turn(waiting, prelude.Refusal);
            return;
        }

        if (prelude.Header?.Source is { } client) waiting = waiting with { Sockets = waiting.Sockets with { Peer = client }, Proxy = waiting.Sockets.Peer };
        if (admitted.Client is null)
        {
            if (_admission.Identify(prelude.Client, MonotonicClock.Now) is { } reason)
            {
                Turn(waiting, reason);
                return;
            }

            admitted.Client = prelude.Client;
        }

        Context.ActorOf(_connections(waiting with { Listener = SettingsFor(prelude.Service!) }), waiting.Id.ToString());
    }

    private ListenerSettings SettingsFor(string service)
    {
        if (!_routed.TryGetValue(service, out var settings)) _routed[service] = settings = _settings with { Service = service };
        return settings;
    }

    /// <summary>A client that was let in until it was known what it is; null: it has gone by itself.</summary>
    private void Turn(AcceptedConnection connection, string? reason)
    {
        if (reason is not null) Refuse(reason, connection.Sockets.Peer, connection.Owner);
        else connection.Owner.Tell(Tcp.Abort.Instance);
        Release(connection.Id);
    }

    private void Refuse(string reason, IPEndPoint peer, IActorRef socket)
    {
        GatewayTelemetry.RejectedConnections.Add(
            1, new KeyValuePair<string, object?>(Tags.Listener, _settings.Name), new KeyValuePair<string, object?>(Tags.ErrorType, reason));
        ListenerLog.Refused(_gateway.Repeats, _log, _settings.Name, reason, peer.ToString());
        socket.Tell(Tcp.Close.Instance);
    }

    /// <summary>A connection actor that fails while it is made ends without a word.</summary>
    private void Forget(ConnectionId id)
    {
        if (_connected.TryGetValue(id, out var connection)) connection.Socket.Tell(Tcp.Abort.Instance);
        _gateway.Directory.Remove(id, alias: null);
        Release(id);
    }

    private void Release(ConnectionId id)
    {
        if (!_connected.Remove(id, out var connection)) return;
        _admission.Release(connection.Client);
        var bind = connection.Bind;
        if (--bind.Connections == 0 && bind.Suspended) bind.Listener.Tell(Tcp.Unbind.Instance);
    }

    /// <summary>A connection that has its place in the counts.</summary>
    private sealed class Admitted(Bind bind, IPAddress? client, IActorRef socket)
    {
        public Bind Bind => bind;

        public IActorRef Socket => socket;

        /// <summary>Null while only its proxy is known.</summary>
        public IPAddress? Client { get; set; } = client;

        /// <summary>The connection while its first bytes are looked at.</summary>
        public AcceptedConnection? Waiting { get; set; }
    }
}
