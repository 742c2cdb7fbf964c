using Akka.Actor;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Services;

/// <summary>A session on this node, from before its actor is made until after that has ended.</summary>
internal sealed class HostedSession(ConnectionId id, int epoch, IActorRef connection)
{
    public ConnectionId Id => id;
    public int Epoch => epoch;
    public IActorRef Connection => connection;

    /// <summary>Its actor; the service's turn only.</summary>
    public IActorRef Actor { get; set; } = ActorRefs.Nobody;
}
