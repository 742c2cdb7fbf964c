using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>With Debian's telnet: at a terminal, typed by expect, and at the end of a pipe; and with Python's telnetlib.</summary>
public sealed class RealTelnetTests(RealTelnetTests.TwoServices shared) : IClassFixture<RealTelnetTests.TwoServices>
{
    private GatewayProcess Gateway => shared.Gateway;

    private int Port => Gateway.Table["console"];

    [Fact]
    public async Task An_operator_logs_in_works_and_leaves_and_the_try_me_command_shows_the_prompt_and_ends()
    {
        var password = await Gateway.OperatorPasswordAsync();
        var output = await TelnetScript.RunAsync(
            Port,
            TelnetScript.LogIn(password) + """

            type "whoami\r"
            must "operator (operator)"; must "gateway> "; type "connections console\r"
            must "connections\r"; must "gateway> "; type "half\003"
            must "^C"; must "gateway> "; type "\035"
            must "telnet> "; type "send ayt\r"
            must "\[yes\]"; must "gateway> "; type "\035"
            must "telnet> "; type "send synch\r"
            type "wrnog\177\177\177\177\177quit\r"
            must "bye"
            expect eof
            """,
            columns: 60);
        Assert.DoesNotContain(password, output, StringComparison.Ordinal);
        var listed = Assert.Single(output.Split("\r\n"), line => line.Contains("*  console  ", StringComparison.Ordinal));
        Assert.Equal(60, listed.Length);

        var row = Assert.Single(Gateway.Table.Rows, r => r.Service == "console");

        // It waits a second for each answer: whoever has a slow machine tries it again.
        var command = Assert.Single(row.Commands);
        await Eventually.Async(
            async () => (await TelnetScript.TypeAsync("bash", "-c", command)).Output,
            shown => shown.Contains("login: operator", StringComparison.Ordinal) && shown.Contains("Password: ", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            "login and prompt for the password");
    }

    [Fact]
    public async Task In_character_mode_lines_are_edited_and_recalled()
    {
        var output = await TelnetScript.RunAsync(Port, TelnetScript.LogIn(await Gateway.OperatorPasswordAsync()) + """

            type "echo first\r"; must "\nfirst\r"; must "gateway> "
            type "echo second\r"; must "\nsecond\r"; must "gateway> "
            type "\033\[A"; must "echo second"; type "\033\[A"; must "first"; type "\r"; must "\nfirst\r"; must "gateway> "
            type "\020\033\[D\033\[D\033\[DX\r"; must "\nfiXrst\r"; must "gateway> "
            type "nonsense\025echo after kill\r"; must "\nafter kill\r"; must "gateway> "
            type "echo one two\027three\r"; must "\none three\r"; must "gateway> "
            type "echo zażółć 日本\177語\r"; must "\nzażółć 日語\r"; must "gateway> "
            type "echo redrawn\014"; must "\033\[H\033\[2J"; must "gateway> "; must "echo redrawn"; type "\r"; must "\nredrawn\r"; must "gateway> "
            type "\004"; expect eof
            """);
        Assert.DoesNotContain("There is no command", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_line_mode_the_client_edits_and_the_console_works_as_well()
    {
        var output = await TelnetScript.RunAsync(Port, TelnetScript.LogIn(await Gateway.OperatorPasswordAsync()) + """

            type "\035"; must "telnet> "; type "mode line\r"
            type "echo by lines\r"; must "\nby lines\r"; must "gateway> "
            type "echo wrong\025echo right\r"; must "\nright\r"; must "gateway> "
            type "watch\r"; must "connections,"; must "any key ends"; type "\r"; must "gateway> "
            type "whoami\r"; must "operator (operator)"; must "gateway> "
            type "exit\r"; must "bye"; expect eof
            """);
        Assert.DoesNotContain("There is no command", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_and_trace_show_what_happens_and_end_with_a_key()
    {
        using var victim = await RawTelnetClient.ConnectAsync(Gateway.Table["echo"]);
        await victim.SendAsync("hello");
        await victim.ExpectAsync("hello");
        using var talk = new CancellationTokenSource();
        var talking = TalkAsync(victim, talk.Token);
        try
        {
            await TelnetScript.RunAsync(
                Port,
                TelnetScript.LogIn(await Gateway.OperatorPasswordAsync()) + $$"""

                type "watch {{victim.Local}}\r"
                must "1 of "; must "{{victim.Local}}"; must "\033\[H1 of "; must "\033\[H1 of "; type "q"
                must "\033\[?25h"; must "gateway> "
                type "connections {{victim.Local}}\r"
                expect -re {([0-9a-z]{13})  echo } { set id $expect_out(1,string) } timeout { exit 5 }
                must "gateway> "
                type "connection $id\r"; must "held up by nobody"; must "gateway> "
                type "trace $id\r"; must "watched"; must "received     5 bytes"; must "consumed 5, wrote 5 bytes"; must "sent         5 bytes"
                type "\033\[A"; must "gateway> "
                type "echo still here\r"; must "\nstill here\r"; must "gateway> "
                type "trace $id\r"; must "any key ends"
                exec curl -s -X DELETE -H "X-SocketGateway: 1" {{Gateway.Admin}}api/connections/$id
                must "ended        kicked"; must "gateway> "
                type "trace $id\r"; must "Not traced: no connection"
                type "quit\r"; must "bye"; expect eof
                """,
                columns: 120);
        }
        finally
        {
            await talk.CancelAsync();
            await talking;
        }
    }

    [Fact]
    public async Task A_suspended_listener_is_closed_for_a_second_client_and_the_first_goes_on()
    {
        using var before = await RawTelnetClient.ConnectAsync(Gateway.Table["spare"]);
        await before.SendAsync("one");
        await before.ExpectAsync("one");
        var probe = $$"""bash -c {(exec 3<>/dev/tcp/127.0.0.1/{{Gateway.Table["spare"]}}) 2> /dev/null && echo open || echo refused}""";
        var output = await TelnetScript.RunAsync(
            Port,
            TelnetScript.LogIn(await Gateway.OperatorPasswordAsync()) + $$"""

            type "suspend spare\r"; must "its connections go on"; must "gateway> "
            puts "probe-1: [exec {{probe}}]"
            type "services\r"; must "(suspended)"; must "gateway> "
            type "resume spare\r"; must "spare listens on"; must "gateway> "
            puts "probe-2: [exec {{probe}}]"
            type "listeners\r"; must "spare"; must "listening"; must "gateway> "
            type "nodes\r"; must "gateway+service"; must "gateway> "
            type "quit\r"; must "bye"; expect eof
            """,
            columns: 120);
        Assert.Contains("probe-1: refused", output, StringComparison.Ordinal);
        Assert.Contains("probe-2: open", output, StringComparison.Ordinal);
        await before.SendAsync("two");
        await before.ExpectAsync("two");
    }

    [Fact]
    public async Task Pythons_telnetlib_logs_in_and_runs_commands()
    {
        var script = $"""
            import sys, telnetlib
            t = telnetlib.Telnet("127.0.0.1", {Port}, 20)
            t.read_until(b"login: ", 20); t.write(b"operator\r\n")
            t.read_until(b"Password: ", 20); t.write(sys.stdin.readline().strip().encode() + b"\r\n")
            t.read_until(b"gateway> ", 20)
            for command in (b"whoami", b"services", b"echo caf\xc3\xa9 \xff\xff", b"connections", b"nonsense"):
                t.write(command + b"\r\n")
                sys.stdout.buffer.write(t.read_until(b"gateway> ", 20))
            t.write(b"quit\r\n"); sys.stdout.buffer.write(t.read_all())
            """;
        var output = (await Shell.RunAsync("python3", ["-W", "ignore", "-c", script], input: await Gateway.OperatorPasswordAsync() + "\n")).Succeeded();
        Assert.Contains("operator (operator)", output, StringComparison.Ordinal);
        Assert.Contains("café", output, StringComparison.Ordinal);
        Assert.Contains("There is no command nonsense", output, StringComparison.Ordinal);
        Assert.EndsWith("bye\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static async Task TalkAsync(RawTelnetClient client, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await client.SendAsync("12345");
                await client.ExpectAsync("12345");
                await Task.Delay(50, stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or System.Net.Sockets.SocketException or EndOfStreamException)
        {
            // Its connection was kicked.
        }
    }

    public sealed class TwoServices : IAsyncLifetime
    {
        private const string Settings = """
            { "SocketGateway": {
                "Listeners": {
                  "telnet": { "Port": 0, "Service": "console" }, "echo": { "Port": 0, "Service": "echo" }, "spare": { "Port": 0, "Service": "spare" } },
                "Services": { "console": { "Type": "Telnet" }, "echo": { "Type": "Echo" }, "spare": { "Type": "Echo" } } } }
            """;

        internal GatewayProcess Gateway { get; private set; } = null!;

        public async Task InitializeAsync() => Gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings });

        public async Task DisposeAsync() => await Gateway.DisposeAsync();
    }
}
