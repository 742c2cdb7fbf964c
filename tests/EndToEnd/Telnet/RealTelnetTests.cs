using System.Diagnostics;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>With Debian's telnet: at a terminal, typed by expect, and at the end of a pipe.</summary>
public sealed class RealTelnetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_operator_logs_in_works_and_leaves_and_the_try_me_command_shows_the_prompt_and_ends()
    {
        await using var program = await ConsoleProgram.StartAsync();

        var script = $$"""
            set timeout 15
            spawn telnet 127.0.0.1 {{program.Port}}
            stty columns 60 rows 24 < $spawn_out(slave,name)
            proc must {text} {
                expect -ex $text {} timeout { puts "missing: $text"; exit 3 } eof { puts "closed before: $text"; exit 4 }
            }
            must "login: "; send "operator\r"
            must "Password: "; send "{{program.Password}}\r"
            must "gateway> "; send "whoami\r"
            must "operator (operator)"; must "gateway> "; send "connections\r"
            must "1 of 1 connections"; must "gateway> "; send "half\003"
            must "^C"; must "gateway> "; send "\035"
            must "telnet> "; send "send ayt\r"
            must "\[yes\]"; must "gateway> "; send "wrnog\177\177\177\177\177quit\r"
            must "bye"
            expect eof
            """;
        var (code, output) = await RunAsync("expect", ["-c", script]);
        Assert.True(code == 0, output);
        Assert.DoesNotContain(program.Password, output, StringComparison.Ordinal);
        var row = Assert.Single(output.Split("\r\n"), line => line.Contains("*  console  ", StringComparison.Ordinal));
        Assert.Equal(60, row.Length);

        var (_, shown) = await RunAsync("bash", ["-c", program.TryMe]);
        Assert.Contains("login: operator", shown, StringComparison.Ordinal);
        Assert.Contains("Password: ", shown, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
