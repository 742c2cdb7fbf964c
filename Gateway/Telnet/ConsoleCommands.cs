using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The operator's console without a terminal: a line in, an answer out.</summary>
internal sealed class ConsoleCommands
{
    /// <summary>Shown when a line is awaited.</summary>
    public const string Prompt = "gateway> ";

    /// <summary>Rows that one answer lists: a table of everything would not fit a commit.</summary>
    public const int MaxRows = 200;

    private readonly GatewayOptions _options;
    private readonly IConnections _connections;
    private readonly ILogger _log;
    private readonly IReadOnlyList<ConsoleCommand> _all;

    public ConsoleCommands(GatewayOptions options, IConnections connections, ILogger log)
    {
        (_options, _connections, _log) = (options, connections, log);
        _all =
        [
            new("help", "", "this list", (_, _, _) => ValueTask.FromResult(Help())),
            new("echo", "TEXT", "answer with the text", (text, _, _) => ValueTask.FromResult(new ConsoleAnswer(text))),
            new("whoami", "", "who you are, and over which connection", (_, caller, _) => ValueTask.FromResult(WhoAmI(caller))),
            new("connections", "[SERVICE]", "the open connections, * is this one, and who holds their bytes up", ListAsync),
            new("services", "", "the services and how many connections each has", (_, _, stop) => CountAsync(stop)),
            new("kick", "ID", "end a connection; the end of its id will do, 3 characters or more", KickAsync),
            new("quit", "", "end this login", (_, _, _) => ValueTask.FromResult(Bye)),
            new("exit", "", "end this login", (_, _, _) => ValueTask.FromResult(Bye)),
        ];
    }

    private static ConsoleAnswer Bye => new("bye") { Ends = true };

    /// <summary>Does what a line says; an empty one is nothing.</summary>
    public async ValueTask<ConsoleAnswer> RunAsync(string line, ConsoleCaller caller, CancellationToken stop)
    {
        line = line.Trim();
        if (line.Length == 0) return new ConsoleAnswer();
        var end = line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? space : line.Length;
        var name = line[..end];
        if (_all.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } command)
        {
            return new ConsoleAnswer($"There is no command {name}; help lists those there are.");
        }

        using var span = CommandTrace.Begin(caller.Connection, command.Name);
        return await command.Run(line[end..].Trim(), caller, stop);
    }

    private static ConsoleAnswer WhoAmI(ConsoleCaller caller) => new(
        $"user        {caller.User} ({caller.Role})",
        $"sockets     {caller.Connection.Sockets}",
        $"connection  {caller.Connection.Id}",
        $"listener    {caller.Connection.Listener}",
        $"service     {caller.Service}");

    private ConsoleAnswer Help() => new()
    {
        Table = new TextTable([], [.. _all.Select(c => (string[])[$"{c.Name} {c.Argument}", c.Summary])]),
    };

    private async ValueTask<ConsoleAnswer> ListAsync(string service, ConsoleCaller caller, CancellationToken stop)
    {
        var all = await _connections.ListAsync(stop);
        var wanted = all.Where(c => service.Length == 0 || c.Service.Equals(service, StringComparison.OrdinalIgnoreCase)).ToList();

        // The sockets come last: they are the widest, and what a narrow window cuts off is the gateway's own end.
        var rows = wanted.Take(MaxRows).Select(c => (string[])
        [
            c.Info.Id.ToString() + (c.Info.Id == caller.Connection.Id ? "*" : ""),
            c.Service,
            c.State,
            $"{c.BytesIn}",
            $"{c.BytesOut}",
            Word(c.HeldUpBy),
            c.Info.Sockets.ToString(),
        ]);
        var table = new TextTable(["ID", "SERVICE", "STATE", "IN", "OUT", "HELD BY", "SOCKETS"], [.. rows]);
        var count = $"{wanted.Count} of {all.Count} connections";
        return new ConsoleAnswer(wanted.Count > MaxRows ? $"{count}, the first {MaxRows} shown" : count) { Table = table };
    }

    private async ValueTask<ConsoleAnswer> CountAsync(CancellationToken stop)
    {
        var all = await _connections.ListAsync(stop);
        var counts = all.CountBy(c => c.Service, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var rows = _options.Services.OrderBy(s => s.Key, StringComparer.OrdinalIgnoreCase)
            .Select(s => (string[])[s.Key, s.Value.Type, $"{counts.GetValueOrDefault(s.Key)}"]);
        return new ConsoleAnswer { Table = new TextTable(["SERVICE", "TYPE", "CONNECTIONS"], [.. rows]) };
    }

    private async ValueTask<ConsoleAnswer> KickAsync(string id, ConsoleCaller caller, CancellationToken stop)
    {
        if (id.Length == 0) return new ConsoleAnswer("Which connection? kick ID, as connections shows it.");
        var (found, error) = await _connections.FindAsync(id, stop);
        if (found is null) return new ConsoleAnswer($"Not kicked: {error}.");
        if (!_connections.Kick(found.Info.Id)) return new ConsoleAnswer($"Not kicked: {found.Info.Id} has just ended.");
        TelnetLog.Kicked(
            _log,
            caller.Connection.Id.ToString(),
            caller.User,
            caller.Connection.Sockets.Peer,
            found.Info.Id.ToString(),
            found.Info.Sockets.ToString(),
            found.Service);
        return new ConsoleAnswer($"Kicked {found.Info.Id}: {found.Info.Sockets} {found.Service}");
    }

    private static string Word(HeldUpBy who) => who switch
    {
        HeldUpBy.Client => "client",
        HeldUpBy.Service => "service",
        _ => "nobody",
    };
}
