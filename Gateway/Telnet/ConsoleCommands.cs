using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The operator's console without a terminal: a line in, an answer out.</summary>
internal sealed class ConsoleCommands
{
    /// <summary>Shown when a line is awaited.</summary>
    public const string Prompt = "gateway> ";

    private readonly IReadOnlyList<ConsoleCommand> _all;
    private readonly IConsoleRelay? _relay;

    /// <param name="start">The configuration.</param>
    /// <param name="connections">The connections of this process.</param>
    /// <param name="events">What happens to them.</param>
    /// <param name="listeners">Its ports.</param>
    /// <param name="nodes">The nodes it knows.</param>
    /// <param name="destinations">Where it forwards to.</param>
    /// <param name="log">Where what operators change is written down.</param>
    /// <param name="relay">The gateways of its cluster; null when it is in none.</param>
    public ConsoleCommands(
        GatewayStart start,
        IConnections connections,
        IConnectionEvents events,
        IListeners listeners,
        INodes nodes,
        IDestinations destinations,
        ILogger<TelnetSession> log,
        IConsoleRelay? relay = null) => (_relay, _all) = (relay,
    [
        new("help", "", "this list", (_, _, _) => ValueTask.FromResult(Help())),
        new("echo", "TEXT", "answer with the text", (text, _, _) => ValueTask.FromResult(new ConsoleAnswer(text))),
        new("whoami", "", "who you are, and over which connection", (_, caller, _) => ValueTask.FromResult(WhoAmI(caller))),
        .. new ConnectionCommands(connections, events, log).All,
        .. new GatewayCommands(start.Options, connections, listeners, log).All,
        .. new NodeCommands(nodes, log).All,
        .. new DestinationCommands(destinations, log).All,
        new("quit", "", "end this login", (_, _, _) => ValueTask.FromResult(Bye)),
        new("exit", "", "end this login", (_, _, _) => ValueTask.FromResult(Bye)),
    ]);

    private static ConsoleAnswer Bye => new("bye") { Ends = true };

    /// <summary>Does what a line says; an empty one is nothing.</summary>
    public async ValueTask<ConsoleAnswer> RunAsync(string line, ConsoleCaller caller, CancellationToken stop)
    {
        line = line.Trim();
        if (line.Length == 0) return new ConsoleAnswer();

        // A name may have two words, the first of which is a command of its own.
        if (_all.Where(c => Begins(line, c.Name)).MaxBy(c => c.Name.Length) is not { } command)
        {
            return new ConsoleAnswer($"There is no command {line.Split(' ')[0]}; help lists those there are.");
        }

        using var span = CommandTrace.Begin(caller.Connection, command.Name);
        return await RunAsync(command, line, line[command.Name.Length..].Trim(), caller, stop);
    }

    private static bool Begins(string line, string name) =>
        line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (line.Length == name.Length || line[name.Length] == ' ');

    private async ValueTask<ConsoleAnswer> RunAsync(ConsoleCommand command, string line, string argument, ConsoleCaller caller, CancellationToken stop)
    {
        var isLive = command.Scope == ConsoleScope.Live;
        if (isLive && caller.IsRelayed) return new ConsoleAnswer($"Not shown: {command.Name} needs a session on the gateway itself.");
        var isHere = _relay is null || caller.IsRelayed || command.Scope == ConsoleScope.Session || (_relay.IsGateway && command.Scope is ConsoleScope.AnyGateway or ConsoleScope.Live);
        if (isHere) return await command.Run(argument, caller, stop);
        var answers = await _relay!.AskAsync(line, caller);
        return RelayedAnswer.Join(_relay.IsGateway ? [RelayedAnswer.Of("here", await command.Run(argument, caller, stop)), .. answers] : answers);
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
}
