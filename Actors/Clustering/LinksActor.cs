using System.Net;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// The parent of all links of this node, at <c>/user/links</c> of the cluster's actor system: follows the membership, links a gateway to every other node, and takes the connections of
/// other gateways.
/// </summary>
internal sealed class LinksActor : UntypedActor, IWithTimers
{
    public const string Name = "links";

    /// <summary>How long a question to another node may take.</summary>
    public static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(3);

    private const int Backlog = 64;

    /// <summary>Connections that have not greeted; more are reset.</summary>
    private const int MaxStrangers = 64;

    /// <summary>Of one address: it must not keep others out.</summary>
    private const int MaxStrangersOfAddress = 16;

    private static readonly TimeSpan BindDelay = TimeSpan.FromSeconds(1);

    private readonly ClusterContext _cluster;
    private readonly Cluster _membership = Cluster.Get(Context.System);
    private readonly Dictionary<Address, IActorRef> _toNodes = [];
    private readonly Dictionary<string, (NodeId Gateway, ulong Number, IActorRef Link)> _toGateways = [];
    private readonly Dictionary<IActorRef, IPAddress> _strangers = [];
    private readonly SocketCapture _sockets = new();
    private readonly EarlyAccepts _early = new(Context);
    private IActorRef _listener = ActorRefs.Nobody;

    private LinksActor(ClusterContext cluster) => _cluster = cluster;

    public static Props PropsFor(ClusterContext cluster) => ActorProps.For(() => new LinksActor(cluster));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void PreStart()
    {
        _membership.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        FindHost();

        // Sessions of other nodes may go on here at any time.
        foreach (var session in _cluster.Sessions) ThreadPool.UnsafeQueueUserWorkItem(static session => StatePreparation.Run(session), session, preferLocal: false);
    }

    protected override void PostStop()
    {
        _membership.Unsubscribe(Self);

        // A listener whose owner is gone without this warns in the log.
        _listener.Tell(Tcp.Unbind.Instance);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkHost.Found found:
                Bind(found.Address);
                break;
            case LinkHost.NotFound unknown:
                BindFailed(_membership.SelfAddress.Host, unknown.Error);
                break;
            case Tcp.CommandFailed { Cmd: Tcp.Bind bind } failed:
                BindFailed($"{bind.LocalAddress}", SocketErrors.Reason(failed));
                break;
            case nameof(Bind):
                FindHost();
                break;
            case Tcp.Connected connected:
                Accept(connected);
                break;
            case ServiceLinkActor.Greeted greeted:
                Supersede(greeted);
                break;
            case ServiceLinkActor.Over:
                ForgetGateway(Sender);
                break;
            case Tcp.Bound:
                _listener = Context.Watch(Sender);
                _early.GiveBackTo(Sender);
                break;
            case UnhandledMessage dropped:
                _early.Add(dropped);
                break;
            case Terminated ended when ended.ActorRef.Equals(_listener):
                // Akka.IO gave it up, and every link that came by it.
                BindFailed($"{_membership.SelfAddress.Host}:{LinkHost.PortOf(_membership.SelfAddress)}", "the listening socket is lost");
                break;
            case ClusterEvent.MemberUp or ClusterEvent.MemberWeaklyUp:
                LinkTo(((ClusterEvent.IMemberEvent)message).Member.Address);
                break;
            case ClusterEvent.MemberRemoved removed:
                if (_toNodes.Remove(removed.Member.Address, out var gone)) Context.Stop(gone);
                break;
            case ClusterEvent.UnreachableMember unreachable:
                // For whom, this does not say: the link may well be up, and hears for itself.
                Tell(unreachable.Member.Address, GatewayLinkActor.Reach.Lost);
                break;
            case ClusterEvent.ReachableMember reachable:
                Tell(reachable.Member.Address, GatewayLinkActor.Reach.Found);
                break;
            case Terminated ended:
                Forget(ended.ActorRef);
                break;
            case LinkControl.DrainService drain:
                _cluster.Supervisor.Tell(new ServiceProtocol.Drain(drain.Service, drain.Drain));
                break;
            case LinksProtocol.ToGateways ask:
                foreach (var (_, _, link) in _toGateways.Values) link.Tell(ask.Message, Sender);
                Sender.Tell(new LinksProtocol.Asked(_toGateways.Count));
                break;
            case ClusterEvent.IClusterDomainEvent or Tcp.Event:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void FindHost() => LinkHost.Find(_membership.SelfAddress.Host, Self);

    private void Bind(IPAddress address)
    {
        var endPoint = new IPEndPoint(address, LinkHost.PortOf(_membership.SelfAddress));
        _early.Begin();
        Context.System.Tcp().Tell(new Tcp.Bind(Self, endPoint, Backlog, [SocketTuning.Instance, _sockets], pullMode: true) { TcpSettings = LinkEndActor.SocketSettings });
    }

    private void BindFailed(string endPoint, string error)
    {
        _early.End();
        LinkLog.BindFailed(_cluster.Log, endPoint, error);
        Timers.StartSingleTimer(nameof(Bind), nameof(Bind), BindDelay);
    }

    /// <summary>Whoever it is has to say so soon, and not too many may take their time.</summary>
    private void Accept(Tcp.Connected connected)
    {
        var (socket, peer) = (_sockets.Take(connected), (IPEndPoint)connected.RemoteAddress);
        if (_strangers.Count >= MaxStrangers || _strangers.Values.Count(peer.Address.Equals) >= MaxStrangersOfAddress)
        {
            _cluster.Gateway.Repeats.Say(LinkLog.NoLinkId, Name, "", count => LinkLog.NoLink(_cluster.Log, $"{peer}", count, "too many have not greeted yet"));
            Sender.Tell(Tcp.Abort.Instance);
            return;
        }

        _strangers.Add(Context.Watch(Context.ActorOf(ServiceLinkActor.PropsFor(_cluster, peer, Sender, socket))), peer.Address);
    }

    /// <summary>A gateway greets again when it has given the former link up. What it had given up before that may be read later, by a process that stood still.</summary>
    private void Supersede(ServiceLinkActor.Greeted greeted)
    {
        if (!_strangers.Remove(Sender)) return;
        if (_toGateways.TryGetValue(greeted.Gateway.Address, out var known))
        {
            var isLate = known.Gateway == greeted.Gateway && known.Number > greeted.Number;
            (isLate ? Sender : known.Link).Tell(new LinkEndActor.LinkLost("superseded"));
            if (isLate) return;
        }

        _toGateways[greeted.Gateway.Address] = (greeted.Gateway, greeted.Number, Sender);
    }

    private void LinkTo(Address node)
    {
        if (!_cluster.IsGateway || node == _membership.SelfAddress || _toNodes.ContainsKey(node)) return;
        _toNodes[node] = Context.Watch(Context.ActorOf(GatewayLinkActor.PropsFor(_cluster, ClusterSystem.AddressOf(node), node.Host, LinkHost.PortOf(node))));
    }

    private void Tell(Address node, object message)
    {
        if (_toNodes.TryGetValue(node, out var link)) link.Tell(message);
    }

    private void ForgetGateway(IActorRef link)
    {
        foreach (var (gateway, known) in _toGateways)
        {
            if (known.Link.Equals(link)) _toGateways.Remove(gateway);
        }
    }

    private void Forget(IActorRef link)
    {
        _strangers.Remove(link);
        ForgetGateway(link);

        // A gateway's end stops only with its node, or by an error of its own; then the next one takes its place.
        foreach (var (node, known) in _toNodes)
        {
            if (!known.Equals(link)) continue;
            _toNodes.Remove(node);
            LinkTo(node);
            break;
        }
    }
}
