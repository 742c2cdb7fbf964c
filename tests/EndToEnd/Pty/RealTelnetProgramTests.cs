using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>With Debian's telnet at a terminal, typed by expect.</summary>
public sealed class RealTelnetProgramTests
{
    [Fact]
    public async Task A_user_works_at_a_shell_resizes_the_window_interrupts_and_reads_with_a_pager()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ProgramSettings.ForShell() });
        var script = $$"""
            set timeout 20
            set env(TERM) xterm
            set stty_init "columns 91 rows 31"
            spawn telnet 127.0.0.1 {{gateway.Table.Rows[0].Port}}
            proc must {text} {
                expect -ex $text {} timeout { puts "missing: $text"; exit 3 } eof { puts "closed before: $text"; exit 4 }
            }
            must "login: "; send "{{ProgramSettings.User}}\r"
            must "Password: "; send "{{ProgramSettings.Password}}\r"
            must "{{ProgramSettings.Prompt}}"; send "echo \$TERM; stty size\r"
            must "\r\nxterm\r\n31 91\r\n{{ProgramSettings.Prompt}}"
            stty columns 77 rows 25 < $spawn_out(slave,name)
            exec kill -WINCH [exp_pid]
            send "sleep 1; stty size\r"
            must "\r\n25 77\r\n{{ProgramSettings.Prompt}}"
            send "sh -c \"echo start''ed; exec sleep 100\"\r"
            must "started\r\n"; send "\003"
            must "^C"; must "{{ProgramSettings.Prompt}}"
            send "seq 1 500 | less\r"
            must "24\r\n"; must ":"
            send "G"; must "500"; must "(END)"
            send "/77\$\r"; send "q"
            must "{{ProgramSettings.Prompt}}"
            send "vi -u NONE /tmp/none\r"; must "\033\["
            send ":q!\r"; must "{{ProgramSettings.Prompt}}"
            send "exit 0\r"
            expect -ex "Connection closed by foreign host" {} timeout { exit 5 }
            """;
        var output = (await Shell.RunAsync("timeout", ["-k", "5", "55", "expect", "-c", script])).Succeeded();
        Assert.DoesNotContain(ProgramSettings.Password, output, StringComparison.Ordinal);
    }
}
