using System.Net;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>Takes links as their parent does, without a cluster around it; <paramref name="relay"/> is what gateways are to connect to.</summary>
internal sealed class LinkDoor(ClusterContext cluster, LinkRelay relay) : UntypedActor
{
    public static Props PropsFor(ClusterContext cluster, LinkRelay relay) => ActorProps.For(() => new LinkDoor(cluster, relay));

    protected override void PreStart() => Context.System.Tcp().Tell(new Tcp.Bind(Self, new IPEndPoint(IPAddress.Loopback, 0), pullMode: true));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tcp.Bound bound:
                relay.Target.TrySetResult((IPEndPoint)bound.LocalAddress);
                break;
            case Tcp.Connected connected:
                Context.ActorOf(ServiceLinkActor.PropsFor(cluster, (IPEndPoint)connected.RemoteAddress, Sender, null));
                break;
            case ServiceLinkActor.Greeted:
                relay.Link = Sender;
                break;
        }
    }
}
