using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>With Debian's telnet: at a terminal, typed by expect, and at the end of a pipe.</summary>
public sealed class RealTelnetTests
{
    private const string ConsoleOnly = """
        { "SocketGateway": {
            "Listeners": { "telnet": { "Port": 0, "Service": "console" } },
            "Services": { "console": { "Type": "Telnet" } } } }
        """;

    [Fact]
    public async Task An_operator_logs_in_works_and_leaves_and_the_try_me_command_shows_the_prompt_and_ends()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ConsoleOnly });
        var password = await gateway.OperatorPasswordAsync();
        var row = Assert.Single(gateway.Table.Rows);

        var script = $$"""
            set timeout 15
            spawn telnet 127.0.0.1 {{row.Port}}
            stty columns 60 rows 24 < $spawn_out(slave,name)
            proc must {text} {
                expect -ex $text {} timeout { puts "missing: $text"; exit 3 } eof { puts "closed before: $text"; exit 4 }
            }
            must "login: "; send "operator\r"
            must "Password: "; send "{{password}}\r"
            must "gateway> "; send "whoami\r"
            must "operator (operator)"; must "gateway> "; send "connections\r"
            must "1 of 1 connections"; must "gateway> "; send "half\003"
            must "^C"; must "gateway> "; send "\035"
            must "telnet> "; send "send ayt\r"
            must "\[yes\]"; must "gateway> "; send "wrnog\177\177\177\177\177quit\r"
            must "bye"
            expect eof
            """;
        var output = (await TypeAsync("expect", "-c", script)).Succeeded();
        Assert.DoesNotContain(password, output, StringComparison.Ordinal);
        var listed = Assert.Single(output.Split("\r\n"), line => line.Contains("*  console  ", StringComparison.Ordinal));
        Assert.Equal(60, listed.Length);

        var shown = (await TypeAsync("bash", "-c", Assert.Single(row.Commands))).Output;
        Assert.Contains("login: operator", shown, StringComparison.Ordinal);
        Assert.Contains("Password: ", shown, StringComparison.Ordinal);
    }

    /// <summary>Ended by <c>timeout</c> if need be, with all that it has started: a client at a terminal does not always end with whoever started it.</summary>
    private static Task<ShellResult> TypeAsync(params IEnumerable<string> command) => Shell.RunAsync("timeout", ["-k", "5", "45", .. command]);
}
