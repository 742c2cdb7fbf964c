using System.Diagnostics;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Tests.Telnet;

public sealed class ConsoleCommandsTests
{
    private readonly LogLines<TelnetSession> _log = new();
    private readonly FakeOperations _operations = new();

    [Theory]
    [InlineData("help")]
    [InlineData("HELP")]
    [InlineData("  help  me ")]
    public async Task Help_lists_every_command(string line)
    {
        var text = await RunAsync(line);
        Assert.All([
            "help", "echo TEXT", "whoami", "connections [FILTER]", "connection ID", "watch [FILTER]", "trace ID", "kick ID", "services", "listeners", "suspend LISTENER",
            "resume LISTENER", "nodes", "drain SERVICE NODE", "undrain SERVICE NODE", "move SERVICE FROM TO PERCENT", "quit", "exit",
        ], c => Assert.Contains(c, text, StringComparison.Ordinal));
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
        var many = Enumerable.Range(1, ConnectionCommands.MaxRows + 5).Select(i => FakeConnections.Snapshot((uint)i, "echo"));
        var text = await RunAsync("connections", new FakeConnections(many));
        Assert.Equal(ConnectionCommands.MaxRows + 2, text.Count(c => c == '\n'));
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
        _operations.State["spare"] = "suspended";
        Assert.Equal(
            """
            SERVICE  TYPE    CONNECTIONS  LISTENERS
            console  Telnet  0            telnet 127.0.0.1:23
            echo     Echo    2            echo 127.0.0.1:7, spare 127.0.0.1:8 (suspended)

            """,
            await RunAsync("services", connections));
        Assert.Equal(
            """
            LISTENER  ADDRESS       SERVICE  STATE      CONNECTIONS
            echo      127.0.0.1:7   echo     listening  0
            spare     127.0.0.1:8   echo     suspended  0
            telnet    127.0.0.1:23  console  listening  2

            """,
            await RunAsync("listeners", connections));
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
        var commands = Commands(new FakeConnections());

        await commands.RunAsync("echo secret", new ConsoleCaller("alice", "operator", FakeConnections.Info(1, trace), "console"), default);

        var span = Assert.Single(spans, s => s.TraceId == trace.TraceId);
        Assert.Equal("command echo", span.DisplayName);
        Assert.Equal(trace.SpanId, span.ParentSpanId);
        Assert.Empty(span.TagObjects);
    }

    [Theory]
    [InlineData("bsm000002", "0005bsm000002")]
    [InlineData("ECH", "0005bsm000002")]
    [InlineData("40002", "0005bsm000002")]
    public async Task A_filter_is_a_part_of_anything_shown(string filter, string id)
    {
        var text = await RunAsync("connections " + filter, new FakeConnections(FakeConnections.Snapshot(1, "console"), FakeConnections.Snapshot(2, "echo")));
        Assert.StartsWith(id, text.Split('\n')[1], StringComparison.Ordinal);
        Assert.EndsWith("1 of 2 connections\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_tells_all_that_is_known_of_one() => Assert.Equal(
        """
        connection  0005bsm000002
        sockets     127.0.0.1:40002 <-> 127.0.0.1:10007
        tls         none
        listener    telnet
        service     echo
        alias       none
        state       serving, held up by client
        age         00:00:05
        session     epoch 1, 7 commits
        in          300 bytes, consumed 300, window 65536
        out         4000 bytes of 4000, window 65536
        trace       none

        """,
        await RunAsync("connection 002", new FakeConnections(FakeConnections.Snapshot(2, "echo", HeldUpBy.Client))));

    [Theory]
    [InlineData("connection", "Which connection? connection ID, as connections shows it.\n")]
    [InlineData("connection 999", "Not found: no connection 999.\n")]
    [InlineData("trace", "Which connection? trace ID, as connections shows it.\n")]
    [InlineData("trace 999", "Not traced: no connection 999.\n")]
    [InlineData("trace 001", "Not traced: that is this connection itself.\n")]
    [InlineData("suspend", "Which listener? suspend LISTENER, as listeners shows it.\n")]
    [InlineData("resume nobody", "Not done: no listener nobody.\n")]
    public async Task What_is_not_there_is_an_error(string line, string answer) =>
        Assert.Equal(answer, await RunAsync(line, new FakeConnections(FakeConnections.Snapshot(1, "console"), FakeConnections.Snapshot(2, "echo"))));

    [Fact]
    public async Task Suspend_and_resume_close_and_open_a_port_and_are_logged()
    {
        Assert.Equal("echo is suspended: 127.0.0.1:7 is closed for new clients, its connections go on\n", await RunAsync("suspend ECHO"));
        Assert.Equal("suspended", _operations.State["echo"]);
        Assert.Equal("echo listens on 127.0.0.1:7\n", await RunAsync("resume echo"));
        Assert.Equal("listening", _operations.State["echo"]);
        Assert.Equal(
            ["0005bsm000001 alice from 127.0.0.1:40001 suspended the listener echo on 127.0.0.1:7", "0005bsm000001 alice from 127.0.0.1:40001 resumed the listener echo on 127.0.0.1:7"],
            _log.Lines);
    }

    [Fact]
    public async Task A_port_that_cannot_be_opened_again_is_said_and_not_logged()
    {
        _operations.Taken = true;
        Assert.Equal("Not done: 127.0.0.1:7 cannot be bound: in use.\n", await RunAsync("resume echo"));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Nodes_shows_what_is_known_of_each() => Assert.Equal(
        """
        NODE           NAME  PROCESS  VERSION     ROLES            STATE            CONNECTIONS  SESSIONS  WEIGHT  BUFFERED  UP
        10.0.0.1:4053  box   42       1.2.3 blue  gateway+service  up, drains echo  3            2         1       1.5 KiB   1.00:00:01
        10.0.0.2:4053                             gateway          unreachable

        """,
        await RunAsync("nodes", columns: 200));

    [Fact]
    public async Task Nothing_that_a_stranger_chose_is_obeyed_by_the_terminal()
    {
        var hostile = FakeConnections.Snapshot(2, "echo") with { Alias = "\e[2Jboo\u202E", State = "a\rb" };
        var text = await RunAsync("connection 002", new FakeConnections(hostile)) + await RunAsync("connections", new FakeConnections(hostile)) + await RunAsync("no\e[Hsuch");
        Assert.Contains("\\u001b[2Jboo\\u202e", text, StringComparison.Ordinal);
        Assert.Contains("a\\u000db", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
        Assert.DoesNotContain('\r', text);
    }

    private ConsoleCommands Commands(FakeConnections connections) => new(FakeOperations.Start, connections, _operations, _operations, _operations, _operations, _log);

    private async Task<string> RunAsync(string line, FakeConnections? connections = null, int columns = 0) =>
        string.Concat((await AnswerAsync(line, connections ?? new FakeConnections())).Format(columns).Select(l => l + "\n"));

    private ValueTask<ConsoleAnswer> AnswerAsync(string line, FakeConnections connections) =>
        Commands(connections).RunAsync(line, new ConsoleCaller("alice", "operator", FakeConnections.Info(1), "console"), default);
}
