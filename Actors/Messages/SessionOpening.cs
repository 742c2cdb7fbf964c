using Akka.Actor;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Messages;

/// <summary>A connection asks for a session: to the router, which passes it on to the service once per epoch.</summary>
internal sealed class SessionOpening(SessionProtocol.Open open, IActorRef connection) : INoSerializationVerificationNeeded
{
    public SessionProtocol.Open Open => open;
    public IActorRef Connection => connection;
}
