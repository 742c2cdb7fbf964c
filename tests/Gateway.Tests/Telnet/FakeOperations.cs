using Microsoft.Extensions.Configuration;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Contract;
using Outcomes = SocketGateway.Gateway.Hosting.ListenerChange.Outcomes;

namespace SocketGateway.Gateway.Tests.Telnet;

/// <summary>Three listeners, two nodes, one destination, and the events that a test says.</summary>
internal sealed class FakeOperations : IListeners, INodes, IDestinations, IConnectionEvents
{
    private static readonly Dictionary<string, (string Local, string Service)> Known = new()
    {
        ["echo"] = ("127.0.0.1:7", "echo"),
        ["spare"] = ("127.0.0.1:8", "echo"),
        ["telnet"] = ("127.0.0.1:23", "console"),
    };

    public static readonly GatewayStart Start = new(
        new GatewayOptions
        {
            Services = new Dictionary<string, ServiceOptions> { ["echo"] = new() { Type = "Echo" }, ["console"] = new() { Type = "Telnet" } },
        },
        new ServiceTypeCatalog(),
        new ConfigurationBuilder().Build(),
        []);

    public Dictionary<string, string> State { get; } = Known.ToDictionary(l => l.Key, _ => "listening");

    /// <summary>A port cannot be bound again.</summary>
    public bool Taken { get; set; }

    /// <summary>What happens to every connection; null: none is there.</summary>
    public List<ConnectionEvent>? Events { get; set; } = [];

    public bool Ended { get; set; }

    IReadOnlyList<ListenerView> IListeners.List() => [.. Known.Select(l => new ListenerView(l.Key, l.Value.Local, l.Value.Service, State[l.Key]))];

    IReadOnlyList<NodeView> INodes.List() =>
    [
        new("10.0.0.1:4053", ["gateway", "service"], "up")
        {
            Name = "box", Process = 42, Version = "1.2.3", Label = "blue", Connections = 3, Sessions = 2, Weight = 1, BufferedBytes = 1536, UpSeconds = 86401, Draining = ["echo"],
        },
        new("10.0.0.2:4053", ["gateway"], "unreachable"),
    ];

    IReadOnlyList<DestinationView> IDestinations.List() =>
    [
        new("web", "a", "10.0.0.1:80", "ejected")
        {
            Active = 3, Total = 40, Failures = new DestinationView.FailuresView(1, 2, 0, 0, 0, 0, 3), Weight = 0.5, Ejections = 1, EjectedForSeconds = 12.2, Waiting = 2,
        },
    ];

    DestinationView? IDestinations.Set(string service, string name, bool drain, TimeSpan? closeWithin)
    {
        if (name == "nowhere") return null;
        Asked.Add($"{service} {name} {drain} {closeWithin}");
        return new DestinationView(service, name, "10.0.0.1:80", drain ? "draining" : "up") { Failures = new DestinationView.FailuresView(0, 0, 0, 0, 0, 0, 0) };
    }

    /// <summary>What operators asked of nodes and destinations.</summary>
    public List<string> Asked { get; } = [];

    public string? Drain(string service, string node, bool drain)
    {
        if (node == "nowhere") return "there is no way to a node nowhere";
        Asked.Add($"{(drain ? "drain" : "undrain")} {service} {node}");
        return null;
    }

    public Task<SessionMove.Outcome> MoveAsync(SessionMove move, bool everywhere)
    {
        if (move.From == "nowhere") return Task.FromResult(new SessionMove.Outcome(0, 0, "there is no way to a node nowhere"));
        Asked.Add($"{move} {everywhere}");
        return Task.FromResult(new SessionMove.Outcome(10, 4));
    }

    public Task<ListenerChange> SetAsync(string name, bool listening, CancellationToken cancellationToken)
    {
        if (Taken) return Task.FromResult(new ListenerChange(Outcomes.CannotBind, null, $"{Known[name].Local} cannot be bound: in use"));
        State[name] = listening ? "listening" : "suspended";
        return Task.FromResult(new ListenerChange(Outcomes.Done, new ListenerView(name, Known[name].Local, Known[name].Service, State[name]), ""));
    }

    public (IReadOnlyList<ConnectionEvent> Events, long Missed, bool Ended)? Read(ConnectionId id, long after) =>
        Events is null ? null : ([.. Events.Where(e => e.Number > after)], 0, Ended);
}
