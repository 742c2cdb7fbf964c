using Akka.Actor;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Messages;

/// <summary>A connection asks for a session: to the router, which passes it on once per epoch, to the service on this node or to the link to another.</summary>
internal sealed class SessionOpening(SessionProtocol.Open open, IActorRef connection) : INoSerializationVerificationNeeded
{
    public SessionProtocol.Open Open => open;
    public IActorRef Connection => connection;

    /// <summary>Where the session should run if that node still takes it: a reservation, or an operator's wish.</summary>
    public NodeId? Preferred { get; init; }

    /// <summary>Where it should not, if there is another node: there it was refused, lost, or is to leave.</summary>
    public NodeId? Avoid { get; init; }

    /// <summary>The client waits for something: it goes before connections that are idle (rule 17).</summary>
    public bool Urgent { get; init; }

    /// <summary>The last incarnation may have been killed with its whole process by what it was fed: this one belongs where it hurts fewest others (rule 14).</summary>
    public bool Suspect { get; init; }

    /// <summary>It may have killed two processes: it is opened when no other such one is being tried. Its connection says <see cref="PlacementProtocol.Cleared"/> when that is known.</summary>
    public bool OnProbation { get; init; }
}
