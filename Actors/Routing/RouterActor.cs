using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Routing;

/// <summary>Passes each opening of a session on to its service, on this node or to the link to another, once per epoch; never on the byte path.</summary>
internal sealed class RouterActor : UntypedActor, IWithTimers
{
    private readonly GatewayContext _gateway;
    private readonly IReadOnlyDictionary<string, IActorRef> _services;
    private readonly Dictionary<string, ServicePlacement> _placements = new(StringComparer.OrdinalIgnoreCase);

    private readonly Probation _probation = new();

    private RouterActor(GatewayContext gateway, IReadOnlyDictionary<string, IActorRef> services) => (_gateway, _services) = (gateway, services);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="gateway">Knows the nodes.</param>
    /// <param name="services">The services of this node.</param>
    public static Props PropsFor(GatewayContext gateway, IReadOnlyDictionary<string, IActorRef> services) => ActorProps.For(() => new RouterActor(gateway, services));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionOpening { OnProbation: true } suspect:
                if (_probation.TryBegin(suspect)) OpenOnProbation(suspect);
                break;
            case SessionOpening opening:
                Open(opening);
                break;
            case PlacementProtocol.Cleared cleared:
                if (_probation.TryNext(cleared.Connection, out var next)) OpenOnProbation(next);
                break;
            case nameof(Probation):
                if (_probation.TryNext(null, out var after)) OpenOnProbation(after);
                break;
            case PlacementProtocol.Find find:
                Find(find);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(SessionOpening opening)
    {
        var (service, nodes) = (opening.Open.Service, _gateway.Nodes.All);
        if (nodes is [{ IsLocal: true }])
        {
            // Without other nodes there is nothing to choose.
            if (_services.TryGetValue(service, out var only)) only.Tell(opening, opening.Connection);
            else Refuse(opening, RefusalReasons.Unknown);
        }
        else if (PlacementOf(service) is not { } placement)
        {
            Refuse(opening, RefusalReasons.Unknown);
        }
        else if (placement.Choose(PlacementRequest.Of(opening), nodes, out var refusal) is not { } chosen)
        {
            Refuse(opening, refusal);
        }
        else if (chosen.IsLocal)
        {
            _services[service].Tell(opening, opening.Connection);
        }
        else
        {
            chosen.Link.Tell(opening, opening.Connection);
        }
    }

    private void OpenOnProbation(SessionOpening opening)
    {
        Timers.StartSingleTimer(nameof(Probation), nameof(Probation), Probation.Turn);
        Open(opening);
    }

    private void Find(PlacementProtocol.Find find)
    {
        var refusal = RefusalReasons.Unknown;
        if (PlacementOf(find.Service)?.Choose(PlacementRequest.Of(find), _gateway.Nodes.All, out refusal) is not { } chosen)
        {
            Sender.Tell(new PlacementProtocol.NotFound(find.Epoch, refusal), Self);
            return;
        }

        (chosen.IsLocal ? _services[find.Service] : chosen.Link).Tell(new PlacementProtocol.Reserve(find, Sender), Sender);
    }

    private void Refuse(SessionOpening opening, string reason) => opening.Connection.Tell(new SessionProtocol.Refused(opening.Open.Epoch, reason), Self);

    private ServicePlacement? PlacementOf(string service)
    {
        if (_placements.TryGetValue(service, out var placement)) return placement;
        if (!_gateway.Services.TryGetValue(service, out var policy)) return null;
        return _placements[service] = ServicePlacement.For(service, policy, _gateway.Loads);
    }
}
