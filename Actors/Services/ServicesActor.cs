using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Services;

/// <summary>The parent of all services of this node, and the one address at which other nodes reach them.</summary>
internal sealed class ServicesActor : UntypedActor
{
    private readonly Dictionary<string, IActorRef> _services = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyDictionary<string, ISessionFactory> _factories;
    private readonly GatewayContext _gateway;

    private ServicesActor(GatewayContext gateway, IReadOnlyDictionary<string, ISessionFactory> factories) => (_gateway, _factories) = (gateway, factories);

    public static Props PropsFor(GatewayContext gateway, IReadOnlyDictionary<string, ISessionFactory> factories) => ActorProps.For(() => new ServicesActor(gateway, factories));

    /// <summary>A service that fails must not take its siblings with it, and cannot go on from a restart.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void PreStart()
    {
        foreach (var (name, factory) in _factories) _services.Add(name, Context.ActorOf(ServiceActor.PropsFor(name, factory, _gateway), name));
        Context.Parent.Tell(new Ready(_services), Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionOpening opening when _services.TryGetValue(opening.Open.Service, out var service):
                service.Forward(opening);
                break;
            case SessionOpening opening:
                opening.Connection.Tell(new SessionProtocol.Refused(opening.Open.Epoch, RefusalReasons.Unknown), Self);
                break;
            case PlacementProtocol.Reserve reserve when _services.TryGetValue(reserve.For.Service, out var service):
                service.Forward(reserve);
                break;
            case PlacementProtocol.Reserve reserve:
                reserve.Connection.Tell(new PlacementProtocol.NotFound(reserve.For.Epoch, RefusalReasons.Unknown), Self);
                break;
            case ServiceProtocol.Drain { Service: "" } drain:
                foreach (var service in _services.Values) service.Forward(drain);
                break;
            case ServiceProtocol.Drain drain when _services.TryGetValue(drain.Service, out var service):
                service.Forward(drain);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>To the parent: all services are there.</summary>
    internal sealed record Ready(IReadOnlyDictionary<string, IActorRef> Services);
}
