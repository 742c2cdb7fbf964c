using Akka.Actor;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>Takes hellos as the parent of links does, without a cluster around it. Everything between the two ends passes a gate that a test can shut.</summary>
internal sealed class LinkDoor : UntypedActor
{
    private readonly ClusterContext _cluster;
    private readonly Gate _gate;

    private LinkDoor(ClusterContext cluster, Gate gate) => (_cluster, _gate) = (cluster, gate);

    public static Props PropsFor(ClusterContext cluster, Gate gate) => ActorProps.For(() => new LinkDoor(cluster, gate));

    protected override void OnReceive(object message)
    {
        if (message is not LinkFrame frame || _gate.IsShut) return;
        if (!LinkLedger.TryPeekHello(frame.Bytes, out var from, out var number)) return;
        var (gateway, self) = (Sender, Self);
        var toGateway = Context.ActorOf(ActorProps.For(() => new Passage(_gate, gateway)));
        var link = Context.ActorOf(ServiceLinkActor.PropsFor(_cluster, from, number, toGateway));
        var toService = Context.ActorOf(ActorProps.For(() => new Passage(_gate, link)));
        toGateway.Tell(toService);
        toService.Tell(toGateway);
        _gate.Link = link;
        link.Tell(frame, toGateway);
    }

    /// <summary>What a test holds.</summary>
    internal sealed class Gate
    {
        private volatile bool _shut;

        public IActorRef Link { get; set; } = ActorRefs.Nobody;

        public bool IsShut => _shut;

        public void Shut() => _shut = true;
    }

    /// <summary>One direction: passes frames on in the name of the other direction.</summary>
    private sealed class Passage(Gate gate, IActorRef to) : UntypedActor
    {
        private IActorRef _back = ActorRefs.Nobody;

        protected override void OnReceive(object message)
        {
            if (message is IActorRef back) _back = back;
            else if (!gate.IsShut) to.Tell(message, _back);
        }
    }
}
