using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>Debian's telnet at a terminal, typed by expect.</summary>
internal static class TelnetScript
{
    /// <summary>Runs a script of <c>must TEXT</c> and <c>type KEYS</c> after a client was started, and returns what the terminal showed.</summary>
    public static async Task<string> RunAsync(int port, string script, int columns = 80, int rows = 24) => (await TypeAsync("expect", "-c", $$"""
        set timeout 20
        proc must {text} {
            expect -ex $text {} timeout { puts "missing: $text"; exit 3 } eof { puts "closed before: $text"; exit 4 }
        }
        proc type {keys} { send -- $keys }
        spawn telnet 127.0.0.1 {{port}}
        stty columns {{columns}} rows {{rows}} < $spawn_out(slave,name)
        {{script}}
        """)).Succeeded();

    /// <summary>The lines that log an operator in.</summary>
    public static string LogIn(string password) => $$"""
        must "login: "; type "operator\r"
        must "Password: "; type "{{password}}\r"
        must "gateway> "
        """;

    /// <summary>Ended by <c>timeout</c> if need be, with all that it has started: a client at a terminal does not always end with whoever started it.</summary>
    public static Task<ShellResult> TypeAsync(params IEnumerable<string> command) => Shell.RunAsync("timeout", ["-k", "5", "55", .. command]);
}
