using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>On a gateway: the session of one epoch on another node. Telling it is telling its <see cref="GatewayLinkActor"/>.</summary>
internal sealed class RemoteSession(IActorRef link, NodeId node, ConnectionId connection, int epoch)
    : ForwardingRef(link, $"{connection}-{epoch}"), IRemoteSession
{
    public NodeId Node => node;
    public ConnectionId Connection => connection;
    public int Epoch => epoch;

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is SessionProtocol said) Link.Tell(new ToSession(connection, said), ActorRefs.NoSender);
    }

    /// <summary>Gateway to its link: send this on.</summary>
    internal sealed class ToSession(ConnectionId connection, SessionProtocol message) : INoSerializationVerificationNeeded
    {
        public ConnectionId Connection => connection;
        public SessionProtocol Message => message;
    }
}
