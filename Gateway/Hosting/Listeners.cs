using Akka.Actor;
using Akka.Hosting;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Commands;
using Outcomes = SocketGateway.Gateway.Hosting.ListenerChange.Outcomes;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Asks the listeners' actors.</summary>
internal sealed class Listeners(IRequiredActor<GatewaySupervisor> supervisor, GatewayContext gateway, GatewayStatus status, GatewayStart start) : IListeners
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public IReadOnlyList<ListenerView> List() => [.. start.Options.EnabledListeners().Select(l => l.Key).Order(StringComparer.Ordinal).Select(View)];

    public async Task<ListenerChange> SetAsync(string name, bool listening, CancellationToken cancellationToken)
    {
        if (!status.Ready) return new ListenerChange(Outcomes.Unavailable, null, "the gateway starts or stops");
        try
        {
            var actor = await supervisor.GetAsync(cancellationToken);
            return await actor.Ask(new GatewayProtocol.SetListening(name, listening), Patience, cancellationToken) switch
            {
                ListenerProtocol.Bound or ListenerProtocol.Suspended => new ListenerChange(Outcomes.Done, View(name), ""),
                ListenerProtocol.BindFailed failed => new ListenerChange(Outcomes.CannotBind, null, $"{failed.Local} cannot be bound: {failed.Error}"),
                _ => new ListenerChange(Outcomes.Unknown, null, $"no listener {name}"),
            };
        }
        catch (AskTimeoutException)
        {
            return new ListenerChange(Outcomes.Unavailable, null, "the listener does not answer");
        }
    }

    private ListenerView View(string name)
    {
        var state = gateway.Listeners.Find(name);
        return new ListenerView(name, state?.Local.ToString(), start.Options.Listeners[name].Service, state is { Listening: true } ? "listening" : "suspended");
    }
}
