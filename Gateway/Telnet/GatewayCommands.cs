using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The words of the console that are about services and listeners.</summary>
internal sealed class GatewayCommands(GatewayOptions options, IConnections connections, IListeners listeners, ILogger log)
{
    public IEnumerable<ConsoleCommand> All =>
    [
        new("services", "", "the services, their listeners and connections", (_, _, stop) => ServicesAsync(stop)) { Scope = ConsoleScope.EveryGateway },
        new("listeners", "", "the listeners and whether new clients can come in", (_, _, stop) => ListenersAsync(stop)) { Scope = ConsoleScope.EveryGateway },
        new("suspend", "LISTENER", "close its port for new clients; connections go on", (name, caller, stop) => SetAsync(name, listening: false, caller, stop)) { Scope = ConsoleScope.EveryGateway },
        new("resume", "LISTENER", "open it again", (name, caller, stop) => SetAsync(name, listening: true, caller, stop)) { Scope = ConsoleScope.EveryGateway },
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
}
