using System.Diagnostics;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Tests.Telnet;

public sealed class ConsoleCommandsTests
{
    private static readonly GatewayOptions Options = new()
    {
        Services = new Dictionary<string, ServiceOptions> { ["echo"] = new() { Type = "Echo" }, ["console"] = new() { Type = "Telnet" } },
    };

    private readonly LogLines _log = new();

    [Theory]
    [InlineData("help")]
    [InlineData("HELP")]
    [InlineData("  help  me ")]
    public async Task Help_lists_every_command(string line)
    {
        var text = await RunAsync(line);
        Assert.All(["help", "echo TEXT", "whoami", "connections", "services", "kick ID", "quit", "exit"], c => Assert.Contains(c, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Echo_answers_with_the_text_as_it_stands() => Assert.Equal("Hi  there > you\n", await RunAsync("echo Hi  there > you"));

    [Fact]
    public async Task Echo_is_never_cut() => Assert.Equal(new string('x', 200) + "\n", await RunAsync("echo " + new string('x', 200), columns: 40));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task An_empty_line_is_nothing(string line) => Assert.Equal("", await RunAsync(line));

    [Fact]
    public async Task Whoami_tells_user_sockets_connection_listener_and_service() => Assert.Equal(
        """
        user        alice (operator)
        sockets     127.0.0.1:40001 <-> 127.0.0.1:10007
        connection  0005bsm000001
        listener    telnet
        service     console

        """,
        await RunAsync("whoami"));

    [Fact]
    public async Task Connections_lists_everyone_and_marks_the_own_login()
    {
        var connections = new FakeConnections(FakeConnections.Snapshot(1, "console"), FakeConnections.Snapshot(2, "echo", HeldUpBy.Client));
        Assert.Equal(
            """
            ID              SERVICE  STATE    IN   OUT   HELD BY  SOCKETS
            0005bsm000001*  console  serving  300  4000  nobody   127.0.0.1:40001 <-> 127.0.0.1:10007
            0005bsm000002   echo     serving  300  4000  client   127.0.0.1:40002 <-> 127.0.0.1:10007
            2 of 2 connections

            """,
            await RunAsync("connections", connections));
    }

    [Fact]
    public async Task Connections_of_one_service_can_be_asked_for()
    {
        var text = await RunAsync("connections ECHO", new FakeConnections(FakeConnections.Snapshot(1, "console"), FakeConnections.Snapshot(2, "echo")));
        Assert.DoesNotContain("0005bsm000001", text, StringComparison.Ordinal);
        Assert.EndsWith("1 of 2 connections\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_is_cut_short_and_says_so()
    {
        var many = Enumerable.Range(1, ConsoleCommands.MaxRows + 5).Select(i => FakeConnections.Snapshot((uint)i, "echo"));
        var text = await RunAsync("connections", new FakeConnections(many));
        Assert.Equal(ConsoleCommands.MaxRows + 2, text.Count(c => c == '\n'));
        Assert.EndsWith("205 of 205 connections, the first 200 shown\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(30)]
    [InlineData(1)]
    public async Task Tables_are_cut_to_the_window(int columns)
    {
        var text = await RunAsync("connections", new FakeConnections(FakeConnections.Snapshot(2, "echo")), columns);
        Assert.All(text.Split('\n').SkipLast(2), line => Assert.InRange(line.Length, 0, columns));
    }

    [Fact]
    public async Task Services_counts_the_connections_of_each()
    {
        var connections = new FakeConnections(FakeConnections.Snapshot(1, "Echo"), FakeConnections.Snapshot(2, "echo"));
        Assert.Equal("SERVICE  TYPE    CONNECTIONS\nconsole  Telnet  0\necho     Echo    2\n", await RunAsync("services", connections));
    }

    [Fact]
    public async Task Kick_takes_the_end_of_an_id_and_is_logged_with_who_from_where_and_what()
    {
        var connections = new FakeConnections(FakeConnections.Snapshot(2, "echo"));
        Assert.Equal("Kicked 0005bsm000002: 127.0.0.1:40002 <-> 127.0.0.1:10007 echo\n", await RunAsync("kick 002", connections));
        Assert.Equal(FakeConnections.Info(2).Id, Assert.Single(connections.Kicked));
        Assert.Equal("0005bsm000001 alice from 127.0.0.1:40001 kicked 0005bsm000002: 127.0.0.1:40002 <-> 127.0.0.1:10007 echo", Assert.Single(_log.Lines));
    }

    [Theory]
    [InlineData("kick", "Which connection? kick ID, as connections shows it.\n")]
    [InlineData("kick 999", "Not kicked: no connection 999.\n")]
    public async Task A_kick_that_fits_nobody_is_an_error_and_no_change(string line, string answer)
    {
        Assert.Equal(answer, await RunAsync(line, new FakeConnections(FakeConnections.Snapshot(2, "echo"))));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_connection_that_ends_before_the_kick_is_not_logged_as_kicked()
    {
        var connections = new FakeConnections(FakeConnections.Snapshot(2, "echo")) { AllGone = true };
        Assert.Equal("Not kicked: 0005bsm000002 has just ended.\n", await RunAsync("kick 002", connections));
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData("quit")]
    [InlineData("exit")]
    public async Task Quit_and_exit_end_the_login(string line) => Assert.True((await AnswerAsync(line, new FakeConnections())).Ends);

    [Fact]
    public async Task An_unknown_command_points_at_help() =>
        Assert.Equal("There is no command reboot; help lists those there are.\n", await RunAsync("reboot now"));

    [Fact]
    public async Task A_span_names_the_command_and_not_what_follows_it()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var commands = new ConsoleCommands(Options, new FakeConnections(), _log);

        await commands.RunAsync("echo secret", new ConsoleCaller("alice", "operator", FakeConnections.Info(1, trace), "console"), default);

        var span = Assert.Single(spans, s => s.TraceId == trace.TraceId);
        Assert.Equal("command echo", span.DisplayName);
        Assert.Equal(trace.SpanId, span.ParentSpanId);
        Assert.Empty(span.TagObjects);
    }

    private async Task<string> RunAsync(string line, FakeConnections? connections = null, int columns = 0) =>
        (await AnswerAsync(line, connections ?? new FakeConnections())).Format(columns);

    private ValueTask<ConsoleAnswer> AnswerAsync(string line, FakeConnections connections) =>
        new ConsoleCommands(Options, connections, _log).RunAsync(line, new ConsoleCaller("alice", "operator", FakeConnections.Info(1), "console"), default);
}
