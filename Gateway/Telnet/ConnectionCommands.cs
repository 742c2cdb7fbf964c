using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The words of the console that are about connections.</summary>
internal sealed class ConnectionCommands(IConnections connections, IConnectionEvents events, ILogger log)
{
    /// <summary>Rows that one answer lists: a table of everything would not fit a commit.</summary>
    public const int MaxRows = 200;

    public IEnumerable<ConsoleCommand> All =>
    [
        new("connections", "[FILTER]", "open connections, and who holds each one up; * is this", ListAsync) { Scope = ConsoleScope.EveryGateway },
        new("connection", "ID", "all that is known of one", ShowAsync) { Scope = ConsoleScope.EveryGateway },
        new("watch", "[FILTER]", "the connections as they are, live; any key ends", (filter, _, _) => ValueTask.FromResult(Watch(filter))) { Scope = ConsoleScope.Live },
        new("trace", "ID", "what happens to one connection, live; any key ends", TraceAsync) { Scope = ConsoleScope.Live },
        new("kick", "ID", "end one; the last 3 characters of its id will do", KickAsync) { Scope = ConsoleScope.EveryGateway },
    ];

    /// <summary>Whether a connection is one of those that a filter asks for: a part of its id, service, listener, state, or sockets.</summary>
    public static bool Fits(ConnectionSnapshot connection, string filter) => filter.Length == 0 || new[]
    {
        connection.Info.Id.ToString(), connection.Service, connection.Info.Listener, connection.State, connection.Alias ?? "", connection.Info.Sockets.ToString(),
    }.Any(word => word.Contains(filter, StringComparison.OrdinalIgnoreCase));

    private static ConsoleAnswer Watch(string filter) => new() { View = new ConsoleView(ConsoleView.Kinds.Watch) { Target = filter } };

    private async ValueTask<ConsoleAnswer> ListAsync(string filter, ConsoleCaller caller, CancellationToken stop)
    {
        var all = await connections.ListAsync(stop);
        var wanted = all.Where(c => Fits(c, filter)).ToList();

        // The sockets come last: they are the widest, and what a narrow window cuts off is the gateway's own end.
        var rows = wanted.Take(MaxRows).Select(c => (string[])
        [
            c.Info.Id.ToString() + (c.Info.Id == caller.Connection.Id ? "*" : ""),
            c.Service,
            c.State,
            $"{c.BytesIn}",
            $"{c.BytesOut}",
            ConsoleText.Word(c.HeldUpBy),
            c.Info.Sockets.ToString(),
        ]);
        var table = new TextTable(["ID", "SERVICE", "STATE", "IN", "OUT", "HELD BY", "SOCKETS"], [.. rows]);
        var count = $"{wanted.Count} of {all.Count} connections";
        return new ConsoleAnswer(wanted.Count > MaxRows ? $"{count}, the first {MaxRows} shown" : count) { Table = table };
    }

    private async ValueTask<ConsoleAnswer> ShowAsync(string id, ConsoleCaller caller, CancellationToken stop)
    {
        if (id.Length == 0) return new ConsoleAnswer("Which connection? connection ID, as connections shows it.");
        var (found, error) = await connections.FindAsync(id, stop);
        if (found is null) return new ConsoleAnswer($"Not found: {error}.");
        return new ConsoleAnswer(
            $"connection  {found.Info.Id}{(found.Info.Id == caller.Connection.Id ? ", this one" : "")}",
            $"sockets     {found.Info.Sockets}",
            $"tls         {found.Info.Tls?.ToString() ?? "none"}",
            $"listener    {found.Info.Listener}",
            $"service     {found.Service}",
            $"alias       {found.Alias ?? "none"}",
            $"state       {found.State}, held up by {ConsoleText.Word(found.HeldUpBy)}",
            $"age         {ConsoleText.Time(found.Age)}",
            $"session     epoch {found.Epoch}, {found.Commits} commits{(found.Node is { } node ? $", at {node}" : "")}",
            $"in          {found.BytesIn} bytes, consumed {found.BytesCommitted}, window {found.InputWindow}",
            $"out         {found.BytesOut} bytes of {found.BytesEmitted}, window {found.OutputWindow}",
            $"trace       {(found.Info.Trace == default ? "none" : found.Info.Trace.TraceId.ToString())}");
    }

    private async ValueTask<ConsoleAnswer> TraceAsync(string id, ConsoleCaller caller, CancellationToken stop)
    {
        if (id.Length == 0) return new ConsoleAnswer("Which connection? trace ID, as connections shows it.");
        var (found, error) = await connections.FindAsync(id, stop);
        if (found is null) return new ConsoleAnswer($"Not traced: {error}.");

        // Each line about it would be an event of its own.
        if (found.Info.Id == caller.Connection.Id) return new ConsoleAnswer("Not traced: that is this connection itself.");
        if (events.Read(found.Info.Id, after: long.MaxValue) is null) return new ConsoleAnswer("Not traced: it has just ended, or too many connections are traced.");
        return new ConsoleAnswer($"{found.Info.Id} {found.Info.Sockets} {found.Service}, any key ends")
        {
            View = new ConsoleView(ConsoleView.Kinds.Trace) { Target = found.Info.Id.ToString() },
        };
    }

    private async ValueTask<ConsoleAnswer> KickAsync(string id, ConsoleCaller caller, CancellationToken stop)
    {
        if (id.Length == 0) return new ConsoleAnswer("Which connection? kick ID, as connections shows it.");
        var (found, error) = await connections.FindAsync(id, stop);
        if (found is null) return new ConsoleAnswer($"Not kicked: {error}.");
        if (!connections.Kick(found.Info.Id)) return new ConsoleAnswer($"Not kicked: {found.Info.Id} has just ended.");
        TelnetLog.Kicked(
            log,
            caller.Connection.Id.ToString(),
            caller.User,
            caller.Connection.Sockets.Peer,
            found.Info.Id.ToString(),
            found.Info.Sockets.ToString(),
            found.Service);
        return new ConsoleAnswer($"Kicked {found.Info.Id}: {found.Info.Sockets} {found.Service}");
    }
}
