using System.Globalization;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The words of the console that are about nodes.</summary>
internal sealed class NodeCommands(INodes nodes, ILogger log)
{
    public IEnumerable<ConsoleCommand> All =>
    [
        new("nodes", "", "the processes of this gateway, or of the whole cluster", (_, _, _) => ValueTask.FromResult(List())) { Scope = ConsoleScope.AnyGateway },
        new("drain", "SERVICE NODE", "move its sessions off a node; it takes no further ones", (text, caller, _) => ValueTask.FromResult(Drain(text, caller, drain: true)))
        {
            Scope = ConsoleScope.AnyGateway,
        },
        new("undrain", "SERVICE NODE", "let the node take sessions again", (text, caller, _) => ValueTask.FromResult(Drain(text, caller, drain: false)))
        {
            Scope = ConsoleScope.AnyGateway,
        },
        new("move", "SERVICE FROM TO PERCENT", "move a share of sessions between nodes or versions", (text, caller, _) => MoveAsync(text, caller)) { Scope = ConsoleScope.AnyGateway },
    ];

    private static string State(NodeView node) => node.Draining.Count == 0 ? node.State : $"{node.State}, drains {string.Join('+', node.Draining)}";

    private ConsoleAnswer List()
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

    private ConsoleAnswer Drain(string text, ConsoleCaller caller, bool drain)
    {
        var verb = drain ? "drain" : "undrain";
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var service, var node]) return new ConsoleAnswer($"Which service, and where? {verb} SERVICE NODE, as nodes shows it.");
        if (nodes.Drain(service, node, drain) is { } error) return new ConsoleAnswer($"Not done: {error}.");
        TelnetLog.Drained(log, caller.Connection.Id.ToString(), caller.User, caller.Connection.Sockets.Peer, drain ? "drains" : "ends the drain of", service, node);
        return new ConsoleAnswer(drain ? $"{service} on {node} takes no further sessions; those it has move away" : $"{service} on {node} takes sessions again");
    }

    private async ValueTask<ConsoleAnswer> MoveAsync(string text, ConsoleCaller caller)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var service, var from, var to, var share]
            || !int.TryParse(share.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            return new ConsoleAnswer("What, from where, to where, how many? move SERVICE FROM TO PERCENT; a node as nodes shows it, or a version label.");
        }

        var outcome = await nodes.MoveAsync(new SessionMove(service, from, to, percent), everywhere: !caller.IsRelayed);
        if (outcome.Error is { } error) return new ConsoleAnswer($"Not done: {error}.");
        TelnetLog.Moved(log, caller.Connection.Id.ToString(), caller.User, caller.Connection.Sockets.Peer, outcome.Asked, service, from, to);
        return new ConsoleAnswer($"{outcome.Asked} of {outcome.There} sessions of {service} are asked to move from {from} to {to}");
    }
}
