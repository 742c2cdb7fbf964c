using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// The service node's end of one link: waits for the gateway's greeting, opens sessions here for connections there, and ends them all with the link. It lives as long as the link's
/// TCP connection does.
/// </summary>
internal sealed class ServiceLinkActor : LinkEndActor
{
    /// <summary>How often the gateway hears what is here, in milliseconds; changes that placement must know go with the next tick.</summary>
    private const long ReportInterval = 1_000;

    /// <summary>Whoever has not greeted within this time, in milliseconds, is no gateway.</summary>
    private const long GreetingPatience = 5_000;

    private readonly IPEndPoint _peer;
    private readonly IActorRef _owner;
    private readonly Socket? _socket;
    private readonly long _began = MonotonicClock.Now;
    private readonly Dictionary<ConnectionId, RemoteConnection> _sessions = [];
    private readonly Dictionary<long, IActorRef> _asked = [];
    private NodeId _gateway;
    private LinkLiveness _liveness;

    // A late answer of a former link must not be taken for one of this.
    private long _lastRequest = Random.Shared.NextInt64(long.MaxValue / 2);
    private long _reported;
    private int _changes;
    private int _counted;

    private ServiceLinkActor(ClusterContext cluster, IPEndPoint peer, IActorRef owner, Socket? socket)
        : base(cluster)
    {
        (_peer, _owner, _socket, Tls) = (peer, owner, socket, cluster.Tls?.ForLinks(asClient: false, cluster.Refused));
        _liveness = new LinkLiveness(cluster.Limits.Timeout);
    }

    protected override TlsSettings? Tls { get; }

    /// <summary>The end of whatever link this connection carries. Its parent hears <see cref="Greeted"/>.</summary>
    /// <param name="cluster">What all links share.</param>
    /// <param name="peer">Who connected.</param>
    /// <param name="owner">The socket's actor, which has no handler yet.</param>
    /// <param name="socket">What it owns, where that is known.</param>
    public static Props PropsFor(ClusterContext cluster, IPEndPoint peer, IActorRef owner, Socket? socket) =>
        ActorProps.For(() => new ServiceLinkActor(cluster, peer, owner, socket));

    protected override void PreStart()
    {
        base.PreStart();
        Wire(_owner, _socket);
    }

    protected override void PostStop()
    {
        base.PostStop();
        Settle();
    }

    protected override bool ReceiveOther(object message, long now)
    {
        switch (message)
        {
            case RemoteConnection.FromSession from:
                Send(from.Connection, from.Message);
                break;
            case ReservationAnswer.Answered answered:
                Ledger?.Enqueue(new LinkControl.Reserved(answered.Request, answered.Refusal));
                break;
            case LinkControl.Push push:
                Ledger?.Enqueue(push with { Request = Remember() });
                break;
            case LinkControl.Ask ask:
                Ledger?.Enqueue(ask with { Request = Remember() });
                break;
            case ReportNow:
                Report(now);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>What comes after a silence in which the gateway has given this node up is the noise of a process that slept.</summary>
    protected override bool TryHear(long now)
    {
        if (Ledger is null || _liveness.TryHear(now)) return true;
        Lose("slept");
        return false;
    }

    protected override void OnTick(long now, long late)
    {
        base.OnTick(now, late);
        if (_gateway == default && now - _began >= GreetingPatience) Refuse("no greeting in time");
        if (Ledger is { IsUp: true } && (now - _reported >= ReportInterval || Cluster.Gateway.Loads.Changes != _changes)) Report(now);
    }

    protected override void Settle()
    {
        if (_sessions.Count == _counted) return;
        Cluster.Gateway.Loads.AddForeign(_sessions.Count - _counted);
        _counted = _sessions.Count;
    }

    protected override void OnWired()
    {
    }

    /// <summary>A gateway hears the last word first; a stranger is not waited for.</summary>
    protected override void OnUnwired()
    {
        if (!HasFarewells || _gateway == default) Context.Stop(Self);
    }

    protected override void OnFarewell()
    {
        if (!IsWired) Context.Stop(Self);
    }

    protected override void OnFirstFrame(ReadOnlyMemory<byte> frame, long now)
    {
        if (!LinkLedger.TryPeekHello(frame, out _gateway, out var number))
        {
            if (LinkLedger.TryMakeGone(frame, out var gone)) Answer(gone);
            Refuse("not a greeting of this wire version");
            return;
        }

        _liveness = new LinkLiveness(Cluster.Limits.Timeout);
        Context.Parent.Tell(new Greeted(_gateway, number));
        var ledger = new LinkLedger(LinkRole.Service, Cluster.Gateway.Self, Cluster.Limits, this, number);
        Begin(ledger, _gateway.Address);
        ledger.Receive(frame, now);
    }

    protected override void OnUp(NodeId peer)
    {
        LinkLog.Up(Cluster.Log, peer.Address);

        // Nothing can be enqueued from in here.
        Self.Tell(ReportNow.Instance);
    }

    protected override void OnDown(string reason)
    {
        // First over, then the sessions: one that becomes ready meanwhile sees the former, or is seen by the latter.
        _liveness.End();
        LinkLog.Down(Cluster.Log, _gateway.Address, Why(reason), _sessions.Count);
        foreach (var connection in _sessions.Values) connection.Session?.Tell(new SessionProtocol.Ended(connection.Epoch, LinkLiveness.Lost), connection);
        _sessions.Clear();
        Context.Parent.Tell(Over.Instance);
    }

    protected override void OnMessage(ConnectionId connection, SessionProtocol message)
    {
        if (message is SessionProtocol.Open open)
        {
            Open(open);
            return;
        }

        if (!_sessions.TryGetValue(connection, out var known) || known.Epoch != message.Epoch) return;
        if (known.Session is { } session) session.Tell(message, known);
        else if (message is SessionProtocol.Ended early) known.EndedEarly = early.Reason;
        if (message is SessionProtocol.Ended) _sessions.Remove(connection);
    }

    protected override void OnControl(LinkControl message)
    {
        switch (message)
        {
            case LinkControl.Reserve reserve:
                var answer = new ReservationAnswer(Self, reserve.Request);
                if (Local is { } local) local.Tell(new PlacementProtocol.Reserve(FindOf(reserve), answer), answer);
                else answer.Tell(new PlacementProtocol.NotFound(0, "unknown"), ActorRefs.NoSender);
                break;
            case LinkControl.PushAnswer answered when _asked.Remove(answered.Request, out var pusher):
                pusher.Tell(answered.Result);
                break;
            case LinkControl.Answer answered when _asked.Remove(answered.Request, out var asker):
                asker.Tell(answered);
                break;
            case LinkControl.DrainService drain:
                Context.Parent.Tell(drain);
                break;
        }
    }

    protected override void OnTooLarge(ConnectionId connection, int epoch, int bytes)
    {
        if (!_sessions.TryGetValue(connection, out var known) || known.Epoch != epoch) return;
        _sessions.Remove(connection);
        known.Session?.Tell(new SessionProtocol.Ended(epoch, LinkLiveness.Lost), known);
        Self.Tell(new RemoteConnection.FromSession(known, new SessionProtocol.Failed(epoch, onInput: true, serviceFailing: false, $"a commit of {bytes} bytes is too large for a link")));
    }

    private void Refuse(string reason)
    {
        Cluster.Gateway.Repeats.Say(LinkLog.NoLinkId, "links", "", count => LinkLog.NoLink(Cluster.Log, $"{_peer}", count, reason));
        Lose(reason);
        Context.Stop(Self);
    }

    /// <summary>This node's own services; null where there are none.</summary>
    private IActorRef? Local => Cluster.Gateway.Nodes.All.FirstOrDefault(static node => node.IsLocal)?.Link;

    private void Open(SessionProtocol.Open open)
    {
        var id = open.Connection.Id;
        var connection = new RemoteConnection(Self, _liveness, id, open.Epoch);

        // At most one epoch of a connection at a time, and never an older one, whatever was lost or late on the way (rule 1).
        if (_sessions.TryGetValue(id, out var older) && older.Epoch >= open.Epoch) return;
        older?.Session?.Tell(new SessionProtocol.Ended(older.Epoch, "replaced"), older);
        _sessions[id] = connection;
        if (Local is { } local) local.Tell(new SessionOpening(open, connection), connection);
        else connection.Tell(new SessionProtocol.Refused(open.Epoch, "unknown"), ActorRefs.NoSender);
    }

    private void Send(RemoteConnection connection, SessionProtocol message)
    {
        if (connection.EndedEarly is { } reason && message is SessionProtocol.Opened)
        {
            Sender.Tell(new SessionProtocol.Ended(connection.Epoch, reason), connection);
            return;
        }

        if (message is SessionProtocol.Stopped or SessionProtocol.Failed or SessionProtocol.Refused
            && _sessions.TryGetValue(connection.Connection, out var current) && ReferenceEquals(current, connection))
        {
            _sessions.Remove(connection.Connection);
        }

        Ledger?.Enqueue(connection.Connection, message);
    }

    private long Remember()
    {
        _asked[++_lastRequest] = Sender;
        return _lastRequest;
    }

    private void Report(long now)
    {
        (_reported, _changes) = (now, Cluster.Gateway.Loads.Changes);
        if (Ledger is { IsUp: true } link) link.Enqueue(new LinkControl.Report(Cluster.Gateway.Report()));
    }

    private static PlacementProtocol.Find FindOf(LinkControl.Reserve reserve) =>
        new(default, 0, reserve.Service, reserve.StateType, reserve.StateVersion, System.Net.IPAddress.None, default, null);

    /// <summary>To the parent: the link is one of this gateway's.</summary>
    internal sealed record Greeted(NodeId Gateway, ulong Number) : INoSerializationVerificationNeeded;

    /// <summary>To the parent: the link is over, whatever its connection still has to say.</summary>
    internal sealed class Over : INoSerializationVerificationNeeded
    {
        public static readonly Over Instance = new();
    }

    /// <summary>Something changed that placement must know.</summary>
    internal sealed class ReportNow : INoSerializationVerificationNeeded
    {
        public static readonly ReportNow Instance = new();
    }
}
