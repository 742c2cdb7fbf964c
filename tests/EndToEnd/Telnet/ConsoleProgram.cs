using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>The program as shipped, in a process of its own, with a console only.</summary>
internal sealed partial class ConsoleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _file;

    private ConsoleProgram(Process process, string file) => (_process, _file) = (process, file);

    public int Port { get; private set; }

    public string TryMe { get; private set; } = "";

    public string Password { get; private set; } = "";

    public static async Task<ConsoleProgram> StartAsync()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            { "SocketGateway": {
                "Listeners": { "telnet": { "Port": 0, "Service": "console" } },
                "Services": { "console": { "Type": "Telnet" } },
                "Admin": { "Url": "http://127.0.0.1:0" } } }
            """);
        var dll = Path.Combine(AppContext.BaseDirectory, "SocketGateway.Gateway.dll");
        var start = new ProcessStartInfo("dotnet", [dll, "--config", file]) { RedirectStandardOutput = true };
        var program = new ConsoleProgram(Process.Start(start)!, file);
        try
        {
            await program.ReadStartAsync();
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
    }

    private async Task ReadStartAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Password.Length == 0)
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException("the gateway ended");
            if (RowPattern().Match(line) is { Success: true } row)
            {
                (Port, TryMe) = (int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), row.Groups[2].Value);
            }
            else if (PasswordPattern().Match(line) is { Success: true } password)
            {
                Password = password.Groups[1].Value;
            }
        }

        // What it logs from here on is not looked at, but must not fill the pipe.
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    [GeneratedRegex(@"^(\d+) +console +(\S.*)$")]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"with the password (\S+)$")]
    private static partial Regex PasswordPattern();
}
