using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// The gateway's end of the links to one node, one after the other: dials, opens sessions there, passes on what connections and sessions say, and tells every connection when the
/// way is gone.
/// <code>
///   +------------------- (retry) ------------------------+
///   v                                                    |
/// Dialing --connected--> Hello --welcome--> Up --lost, silent, gone--> Down
/// </code>
/// </summary>
internal sealed partial class GatewayLinkActor : LinkEndActor
{
    /// <summary>No answer to a hello within this time, in milliseconds, and the next one is sent, over another connection and under another number.</summary>
    private const long HelloPatience = 1_000;

    /// <summary>Attempts are this far apart, in milliseconds; those to a node that others cannot reach, further.</summary>
    private const long DialInterval = 500;

    private const long UnreachableInterval = 5_000;

    private const long SweepInterval = 2_000;

    /// <summary>Random at first, then ascending for all links of this process: of several greetings that come together a node takes the last one. Never near its end.</summary>
    private static ulong s_number = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 1;

    private static readonly TimeSpan DialPatience = TimeSpan.FromSeconds(2);

    private readonly string _address;
    private readonly string _host;
    private readonly int _port;
    private readonly SocketCapture _sockets = new();
    private readonly PendingOpenings _openings = new();
    private readonly Dictionary<ConnectionId, SessionPlace> _sessions = [];
    private readonly Dictionary<long, (IActorRef Connection, int Epoch)> _reservations = [];
    private long _lastRequest;
    private long _began;
    private long _swept;
    private bool _dialing;
    private bool _unreachable;

    private GatewayLinkActor(ClusterContext cluster, string address, string host, int port)
        : base(cluster) => (_address, _host, _port, Tls) = (address, host, port, cluster.Tls?.ForLinks(asClient: true, cluster.Refused));

    protected override TlsSettings? Tls { get; }

    /// <summary>Links to the node that is known by <paramref name="address"/>, and takes them at <paramref name="host"/> and <paramref name="port"/>.</summary>
    public static Props PropsFor(ClusterContext cluster, string address, string host, int port) => ActorProps.For(() => new GatewayLinkActor(cluster, address, host, port));

    protected override void PreStart()
    {
        base.PreStart();
        Dial();
    }

    protected override bool ReceiveOther(object message, long now)
    {
        switch (message)
        {
            case RemoteSession.ToSession to:
                Send(to.Connection, to.Message);
                break;
            case SessionOpening opening:
                Open(opening);
                break;
            case PlacementProtocol.Reserve reserve:
                Reserve(reserve);
                break;
            case LinkControl control:
                Ledger?.Enqueue(control);
                break;
            case Reach reach:
                _unreachable = reach == Reach.Lost;
                break;
            case LinkHost.Found found:
                Connect(found.Address);
                break;
            case LinkHost.NotFound unknown:
                DialFailed(unknown.Error);
                break;
            case Tcp.Connected connected:
                _dialing = false;
                Wire(Sender, _sockets.Take(connected));
                break;
            case Tcp.CommandFailed { Cmd: Tcp.Connect } failed:
                DialFailed(SocketErrors.Reason(failed));
                break;
            default:
                return false;
        }

        return true;
    }

    protected override bool TryHear(long now)
    {
        if (Ledger is { IsUp: true }) Cluster.Silence.Heard(Ledger.Peer, now);
        return true;
    }

    protected override void OnTick(long now, long late)
    {
        // When nobody is heard at all it is this node that stands apart, and there is nowhere to move anything to: its clock stands still meanwhile.
        if (Ledger is { IsUp: true } up && now - up.LastHeard < LinkSilence.Patience && Cluster.Silence.IsGeneral(up.Peer, now, Cluster.Limits.Timeout)) late += (long)TickInterval.TotalMilliseconds;
        base.OnTick(now, late);
        if (Ledger is { IsUp: false } && now - _began >= HelloPatience) Ledger.Lose("no_welcome");
        if (!IsWired && !_dialing && now - _began >= (_unreachable ? UnreachableInterval : DialInterval)) Dial();
        if (now - _swept >= SweepInterval) Sweep(now);
    }

    protected override void OnWired()
    {
        _began = MonotonicClock.Now;
        Begin(new LinkLedger(LinkRole.Gateway, Cluster.Gateway.Self, Cluster.Limits, this, Interlocked.Increment(ref s_number)), _address);
    }

    /// <summary>The next attempt comes with a tick.</summary>
    protected override void OnUnwired()
    {
    }

    /// <summary>A link begins with its connection here.</summary>
    protected override void OnFirstFrame(ReadOnlyMemory<byte> frame, long now)
    {
    }

    protected override void OnUp(NodeId peer)
    {
        Cluster.Silence.Heard(peer, MonotonicClock.Now);
        LinkLog.Up(Cluster.Log, peer.Address);
    }

    protected override void OnDown(string reason)
    {
        // One that was never up has neither a peer nor sessions.
        var node = Ledger!.Peer;
        if (node == default) return;
        Cluster.Silence.Forget(node);
        Cluster.Gateway.Nodes.Remove(node);
        LinkLog.Down(Cluster.Log, node.Address, Why(reason), _sessions.Count);
        foreach (var place in _sessions.Values) place.Connection.Tell(new ConnectionProtocol.NodeLost(place.Epoch, node, reason), place.Session);
        foreach (var opening in _openings.TakeAll()) opening.Connection.Tell(new ConnectionProtocol.NodeLost(opening.Open.Epoch, node, reason));
        foreach (var (connection, epoch) in _reservations.Values) connection.Tell(new PlacementProtocol.NotFound(epoch, reason));
        _sessions.Clear();
        _reservations.Clear();
    }

    protected override void OnControl(LinkControl message)
    {
        switch (message)
        {
            case LinkControl.Report report:
                Cluster.Gateway.Nodes.Set(new NodeEntry(Ledger!.Peer, Self, IsLocal: false, report.Node));
                break;
            case LinkControl.Reserved reserved when _reservations.Remove(reserved.Request, out var asked):
                asked.Connection.Tell(reserved.Refusal.Length == 0
                    ? new PlacementProtocol.Found(asked.Epoch, Ledger!.Peer)
                    : new PlacementProtocol.NotFound(asked.Epoch, reserved.Refusal));
                break;
            case LinkControl.Push push:
                _ = PushAsync(push, Self);
                break;
            case LinkControl.Ask ask:
                _ = AnswerAsync(ask, Self);
                break;
        }
    }

    /// <summary>What the membership says.</summary>
    internal enum Reach
    {
        Lost,
        Found,
    }

    private void Dial()
    {
        (_began, _dialing) = (MonotonicClock.Now, true);
        LinkHost.Find(_host, Self);
    }

    private void Connect(IPAddress address) => Context.System.Tcp().Tell(
        new Tcp.Connect(new IPEndPoint(address, _port), options: [SocketTuning.Instance, _sockets], timeout: DialPatience, pullMode: true) { TcpSettings = SocketSettings });

    private void DialFailed(string reason)
    {
        _dialing = false;
        if (!_unreachable) Cluster.Gateway.Repeats.Say(LinkLog.CannotDialId, _address, "", count => LinkLog.CannotDial(Cluster.Log, _address, $"{_host}:{_port}", count, reason));
    }

    private void Reserve(PlacementProtocol.Reserve reserve)
    {
        var asked = reserve.For;
        if (Ledger is not { IsUp: true })
        {
            reserve.Connection.Tell(new PlacementProtocol.NotFound(asked.Epoch, "link_down"));
            return;
        }

        var request = ++_lastRequest;
        _reservations[request] = (reserve.Connection, asked.Epoch);
        Ledger.Enqueue(new LinkControl.Reserve(request, asked.Service, asked.StateType, asked.StateVersion));
    }

    /// <summary>A push that came from the node: the answer goes back as a message to this actor, in its own turn.</summary>
    private async Task PushAsync(LinkControl.Push push, IActorRef self)
    {
        var directory = Cluster.Gateway.Directory;
        var connection = push.Alias.Length > 0 ? directory.FindAlias(push.Alias) : directory.Find(push.Id);
        var result = PushResult.NotFound;
        try
        {
            if (connection is not null) result = await connection.Ask<PushResult>(new ConnectionProtocol.Push(push.Message), LinksActor.AskPatience).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            // It ended while it was asked.
        }

        self.Tell(new LinkControl.PushAnswer(push.Request, result));
    }

    private async Task AnswerAsync(LinkControl.Ask ask, IActorRef self)
    {
        byte[] reply;
        try
        {
            reply = await Cluster.Answer(ask.Verb, ask.Question).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            LinkLog.CannotAnswer(Cluster.Log, error, ask.Verb, _address);
            reply = [];
        }

        self.Tell(new LinkControl.Answer(ask.Request, reply));
    }
}
