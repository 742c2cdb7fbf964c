using Akka.Actor;
using SocketGateway.Actors.Messages;

namespace SocketGateway.Actors.Clustering;

/// <summary>Stands for a connection on a gateway that asked for a place here: what it is told becomes the answer to that one request.</summary>
internal sealed class ReservationAnswer(IActorRef link, long request) : ForwardingRef(link, $"reservation-{request}")
{
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is PlacementProtocol.Found) Link.Tell(new Answered(request, ""), ActorRefs.NoSender);
        else if (message is PlacementProtocol.NotFound none) Link.Tell(new Answered(request, none.Reason), ActorRefs.NoSender);
    }

    /// <summary>The answer; an empty refusal is a yes.</summary>
    internal sealed record Answered(long Request, string Refusal) : INoSerializationVerificationNeeded;
}
