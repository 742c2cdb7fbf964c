using Akka.Actor;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Routing;

/// <summary>Passes each opening of a session on to its service, once per epoch; never on the byte path.</summary>
internal sealed class RouterActor : UntypedActor
{
    private readonly IReadOnlyDictionary<string, IActorRef> _services;

    private RouterActor(IReadOnlyDictionary<string, IActorRef> services) => _services = services;

    public static Props PropsFor(IReadOnlyDictionary<string, IActorRef> services) => ActorProps.For(() => new RouterActor(services));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionOpening opening when _services.TryGetValue(opening.Open.Service, out var service):
                service.Forward(opening);
                break;
            case SessionOpening opening:
                opening.Connection.Tell(new SessionProtocol.Refused(opening.Open.Epoch, "unknown"));
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
