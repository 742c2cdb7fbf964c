using Akka.Actor;
using Akka.Hosting;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Admin;

/// <summary>Which ports are open, and closing and opening them.</summary>
internal sealed class ListenersApi(IRequiredActor<GatewaySupervisor> supervisor, GatewayContext gateway, GatewayStatus status, GatewayStart start)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("", List);
        api.MapPost("/{name}/suspend", (string name, CancellationToken cancellationToken) => SetAsync(name, listening: false, cancellationToken));
        api.MapPost("/{name}/resume", (string name, CancellationToken cancellationToken) => SetAsync(name, listening: true, cancellationToken));
    }

    private IEnumerable<ListenerView> List() => start.Options.EnabledListeners().Select(l => l.Key).Order(StringComparer.Ordinal).Select(View);

    private ListenerView View(string name)
    {
        var state = gateway.Listeners.Find(name);
        return new ListenerView(name, state?.Local.ToString(), start.Options.Listeners[name].Service, state is { Listening: true } ? "listening" : "suspended");
    }

    private async Task<IResult> SetAsync(string name, bool listening, CancellationToken cancellationToken)
    {
        if (!status.Ready) return TypedResults.Problem("the gateway starts or stops", statusCode: StatusCodes.Status503ServiceUnavailable);
        try
        {
            var actor = await supervisor.GetAsync(cancellationToken);
            return await actor.Ask(new GatewayProtocol.SetListening(name, listening), Patience, cancellationToken) switch
            {
                ListenerProtocol.Bound or ListenerProtocol.Suspended => TypedResults.Ok(View(name)),
                ListenerProtocol.BindFailed failed => TypedResults.Problem($"{failed.Local} cannot be bound: {failed.Error}", statusCode: StatusCodes.Status409Conflict),
                _ => TypedResults.Problem($"no listener {name}", statusCode: StatusCodes.Status404NotFound),
            };
        }
        catch (AskTimeoutException)
        {
            return TypedResults.Problem("the listener does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
