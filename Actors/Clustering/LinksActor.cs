using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// The parent of all links of this node, at <c>/user/links</c> of the cluster's actor system: follows the membership, links a gateway to every other node, and takes the hellos of
/// other gateways.
/// </summary>
internal sealed class LinksActor : UntypedActor
{
    public const string Name = "links";

    /// <summary>How long a question to another node may take.</summary>
    public static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(3);

    private readonly ClusterContext _cluster;
    private readonly Cluster _membership = Cluster.Get(Context.System);
    private readonly Dictionary<Address, IActorRef> _toNodes = [];
    private readonly Dictionary<string, (ulong Number, IActorRef Link)> _toGateways = [];

    private LinksActor(ClusterContext cluster) => _cluster = cluster;

    public static Props PropsFor(ClusterContext cluster) => ActorProps.For(() => new LinksActor(cluster));

    /// <summary>A frame that belongs to no link here: its sender is told, unless it said just that.</summary>
    public static void Refuse(byte[] frame, IActorRef sender, IActorRef self)
    {
        LinkMeter.Fenced(LinkMeter.OldLink);
        if (LinkLedger.TryMakeGone(frame, out var gone)) sender.Tell(new LinkFrame(gone), self);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void PreStart()
    {
        _membership.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
    }

    protected override void PostStop()
    {
        _membership.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkFrame frame:
                Route(frame);
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
            case DisassociatedEvent parted:
                // A gateway gives up; a service node never does before its time, since only the gateway knows whether it has given the sessions to others.
                Tell(parted.RemoteAddress, new LinkEndActor.LinkLost("disassociated"));
                break;
            case Terminated ended:
                Forget(ended.ActorRef);
                break;
            case LinkControl.DrainService drain:
                _cluster.Supervisor.Tell(new ServiceProtocol.Drain(drain.Service, drain.Drain));
                break;
            case LinksProtocol.ToGateways ask:
                foreach (var (_, link) in _toGateways.Values) link.Tell(ask.Message, Sender);
                Sender.Tell(new LinksProtocol.Asked(_toGateways.Count));
                break;
            case LinksProtocol.DrainNode drain:
                if (Find(drain.Node) is { } node) node.Tell(new LinkControl.DrainService(drain.Service, drain.Drain));
                Sender.Tell(new LinksProtocol.Asked(Find(drain.Node) is null ? 0 : 1));
                break;
            case ClusterEvent.IClusterDomainEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Route(LinkFrame frame)
    {
        if (!LinkLedger.TryPeekHello(frame.Bytes, out var from, out var number))
        {
            Refuse(frame.Bytes, Sender, Self);
            return;
        }

        if (_toGateways.TryGetValue(from.Address, out var known))
        {
            if (known.Number == number) return;

            // A gateway says hello again when it has given the former link up.
            Context.Unwatch(known.Link);
            known.Link.Tell(new LinkEndActor.LinkLost("superseded"));
        }

        var link = Context.ActorOf(ServiceLinkActor.PropsFor(_cluster, from, number, Sender));
        _toGateways[from.Address] = (number, link);
        Context.Watch(link);
        link.Forward(frame);
    }

    private void LinkTo(Address node)
    {
        if (!_cluster.IsGateway || node == _membership.SelfAddress || _toNodes.ContainsKey(node)) return;
        var door = Context.ActorSelection(new RootActorPath(node) / "user" / Name);
        _toNodes[node] = Context.Watch(Context.ActorOf(GatewayLinkActor.PropsFor(_cluster, $"{node.Host}:{node.Port}", door)));
    }

    private void Tell(Address node, object message)
    {
        if (_toNodes.TryGetValue(node, out var link)) link.Tell(message);
    }

    private IActorRef? Find(string node) => _toNodes.FirstOrDefault(n => $"{n.Key.Host}:{n.Key.Port}" == node).Value;

    private void Forget(IActorRef link)
    {
        foreach (var (address, (_, known)) in _toGateways)
        {
            if (known.Equals(link)) _toGateways.Remove(address);
        }

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
