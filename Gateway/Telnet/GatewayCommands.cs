using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The words of the console that are about services, listeners and nodes.</summary>
internal sealed class GatewayCommands(GatewayOptions options, IConnections connections, IListeners listeners, INodes nodes, ILogger log)
{
    public IEnumerable<ConsoleCommand> All =>
    [
        new("services", "", "the services, their listeners and connections", (_, _, stop) => ServicesAsync(stop)),
        new("listeners", "", "the listeners and whether new clients can come in", (_, _, stop) => ListenersAsync(stop)),
        new("suspend", "LISTENER", "close its port for new clients; connections go on", (name, caller, stop) => SetAsync(name, listening: false, caller, stop)),
        new("resume", "LISTENER", "open it again", (name, caller, stop) => SetAsync(name, listening: true, caller, stop)),
        new("nodes", "", "the processes of this gateway, or of the whole cluster", (_, _, _) => ValueTask.FromResult(Nodes())),
    ];

    private async ValueTask<ConsoleAnswer> ServicesAsync(CancellationToken stop)
    {
        var counts = (await connections.ListAsync(stop)).CountBy(c => c.Service, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var open = listeners.List().ToLookup(l => l.Service, StringComparer.OrdinalIgnoreCase);
        var rows = options.Services.OrderBy(s => s.Key, StringComparer.OrdinalIgnoreCase)
            .Select(s => (string[])[s.Key, s.Value.Type, $"{counts.GetValueOrDefault(s.Key)}", string.Join(", ", open[s.Key].Select(Place))]);
        return new ConsoleAnswer { Table = new TextTable(["SERVICE", "TYPE", "CONNECTIONS", "LISTENERS"], [.. rows]) };
    }

    private static string Place(ListenerView listener) => $"{listener.Name} {listener.Local}" + (listener.State == "listening" ? "" : $" ({listener.State})");

    private async ValueTask<ConsoleAnswer> ListenersAsync(CancellationToken stop)
    {
        var counts = (await connections.ListAsync(stop)).CountBy(c => c.Info.Listener, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var rows = listeners.List().Select(l => (string[])[l.Name, l.Local ?? "", l.Service, l.State, $"{counts.GetValueOrDefault(l.Name)}"]);
        return new ConsoleAnswer { Table = new TextTable(["LISTENER", "ADDRESS", "SERVICE", "STATE", "CONNECTIONS"], [.. rows]) };
    }

    private async ValueTask<ConsoleAnswer> SetAsync(string name, bool listening, ConsoleCaller caller, CancellationToken stop)
    {
        if (name.Length == 0) return new ConsoleAnswer($"Which listener? {(listening ? "resume" : "suspend")} LISTENER, as listeners shows it.");

        // Under its configured name: actors know no other.
        if (listeners.List().FirstOrDefault(l => l.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return new ConsoleAnswer($"Not done: no listener {name}.");
        var change = await listeners.SetAsync(known.Name, listening, stop);
        if (change.Listener is not { } now) return new ConsoleAnswer($"Not done: {change.Why}.");
        TelnetLog.Listening(log, caller.Connection.Id.ToString(), caller.User, caller.Connection.Sockets.Peer, listening ? "resumed" : "suspended", now.Name, now.Local ?? "");
        return new ConsoleAnswer(listening ? $"{now.Name} listens on {now.Local}" : $"{now.Name} is suspended: {now.Local} is closed for new clients, its connections go on");
    }

    private static string State(NodeView node) => node.Draining.Count == 0 ? node.State : $"{node.State}, drains {string.Join('+', node.Draining)}";

    private ConsoleAnswer Nodes()
    {
        var rows = nodes.List().Select(n => (string[])
        [
            n.Address, n.Name ?? "", $"{n.Process}", $"{n.Version} {n.Label}".Trim(), string.Join('+', n.Roles), State(n), $"{n.Connections}", $"{n.Sessions}", $"{n.Weight}",
            n.BufferedBytes is { } bytes ? ConsoleText.Bytes(bytes) : "", n.UpSeconds is { } up ? ConsoleText.Time(TimeSpan.FromSeconds(up)) : "",
        ]);
        return new ConsoleAnswer
        {
            Table = new TextTable(["NODE", "NAME", "PROCESS", "VERSION", "ROLES", "STATE", "CONNECTIONS", "SESSIONS", "WEIGHT", "BUFFERED", "UP"], [.. rows]),
        };
    }
}
