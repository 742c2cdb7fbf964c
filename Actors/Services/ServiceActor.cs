using Akka.Actor;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Services;

/// <summary>One service on this node: makes a session for each opening and judges whether failures are its own fault.</summary>
internal sealed class ServiceActor : UntypedActor
{
    private readonly string _name;
    private readonly ISessionFactory _factory;
    private readonly GatewayContext _gateway;
    private readonly ServiceHealth _health = new();
    private readonly ILogger _log;

    private ServiceActor(string name, ISessionFactory factory, GatewayContext gateway)
    {
        (_name, _factory, _gateway) = (name, factory, gateway);
        _log = gateway.LoggerFactory.CreateLogger("SocketGateway.Services");
    }

    public static Props PropsFor(string name, ISessionFactory factory, GatewayContext gateway) =>
        ActorProps.For(() => new ServiceActor(name, factory, gateway));

    /// <summary>A session's end is told to its connection, which decides what follows.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionOpening opening:
                Open(opening);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(SessionOpening opening)
    {
        var open = opening.Open;
        try
        {
            var (session, scope) = _factory.Create();
            Context.ActorOf(SessionActor.PropsFor(open, opening.Connection, session, scope, _health, _gateway, _log), $"{open.Connection.Id}-{open.Epoch}");
        }
        catch (Exception error)
        {
            ServiceLog.CannotCreate(_gateway.Repeats, _log, error, _name);
            opening.Connection.Tell(new SessionProtocol.Failed(open.Epoch, onInput: false, serviceFailing: false, $"{error.GetType().Name}: {error.Message}"));
        }
    }
}
