using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>Ordinary clients as the operator whom the program makes when no users are configured.</summary>
public sealed partial class OperatorTests : IAsyncLifetime
{
    private const int UploadBytes = 5_000_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private GatewayProcess _gateway = null!;
    private string _password = "";

    public async Task InitializeAsync()
    {
        _gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = null });
        _password = await _gateway.OperatorPasswordAsync();
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task The_console_lists_the_operators_own_login()
    {
        using var console = await ConsoleClient.LogInAsync(_gateway.Table["console"], "operator", _password);
        Assert.Contains(console.LocalAddress, await console.AskAsync("connections"), StringComparison.Ordinal);
        Assert.Contains("hello there", await console.AskAsync("echo hello there"), StringComparison.Ordinal);
        Assert.Contains(console.LocalAddress, await console.AskAsync("whoami"), StringComparison.Ordinal);
        Assert.Matches(@"console +Telnet +1\b", await console.AskAsync("services"));
    }

    [Theory]
    [InlineData("curl -sS -T FILE ftp://operator:PASSWORD@127.0.0.1:PORT/up.bin", "curl -sS ftp://operator:PASSWORD@127.0.0.1:PORT/up.bin -o BACK")]
    [InlineData(
        "lftp -u operator,PASSWORD -e 'set net:max-retries 1; put FILE -o up.bin; bye' ftp://127.0.0.1:PORT",
        "lftp -u operator,PASSWORD -e 'set net:max-retries 1; get up.bin -o BACK; bye' ftp://127.0.0.1:PORT")]
    [InlineData("tnftp -V -u ftp://operator:PASSWORD@127.0.0.1:PORT/up.bin FILE", "tnftp -V -o BACK ftp://operator:PASSWORD@127.0.0.1:PORT/up.bin")]
    public async Task A_file_that_is_stored_comes_back_the_same(string store, string retrieve)
    {
        var (file, back) = (Path.Combine(_gateway.Directory, "sent"), Path.Combine(_gateway.Directory, "received"));
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(UploadBytes));
        foreach (var command in new[] { store, retrieve })
        {
            var words = command.Replace("PASSWORD", _password, StringComparison.Ordinal)
                .Replace("PORT", $"{_gateway.Table["files"]}", StringComparison.Ordinal)
                .Replace("FILE", file, StringComparison.Ordinal)
                .Replace("BACK", back, StringComparison.Ordinal);
            (await Shell.BashAsync(words, _gateway.Directory)).Succeeded();
        }

        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(file)), SHA256.HashData(await File.ReadAllBytesAsync(back)));
    }

    [Fact]
    public async Task Kick_on_the_console_ends_a_download_and_the_log_says_why()
    {
        var files = _gateway.Table["files"];
        var file = Path.Combine(_gateway.Directory, "big");
        await File.WriteAllBytesAsync(file, new byte[20_000_000]);
        (await Shell.BashAsync($"curl -sS -T {file} ftp://operator:{_password}@127.0.0.1:{files}/big")).Succeeded();
        using var console = await ConsoleClient.LogInAsync(_gateway.Table["console"], "operator", _password);

        // Slow enough that it cannot be over before it is kicked.
        var download = Shell.BashAsync($"curl -sS --limit-rate 200k ftp://operator:{_password}@127.0.0.1:{files}/big -o /dev/null");
        var id = await Eventually.Async(
            async () => DownloadPattern().Match(await console.AskAsync("connections files")).Groups["id"].Value, id => id.Length > 0, Soon, "it is listed");
        Assert.Contains($"Kicked {id}", await console.AskAsync($"kick {id}"), StringComparison.Ordinal);
        Assert.NotEqual(0, (await download).ExitCode);
        await _gateway.WaitForLineAsync($"{id} ended: .* kicked", Soon);
        Assert.Contains(console.LocalAddress, await console.AskAsync("connections"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?<id>\w+) +files ", RegexOptions.Multiline)]
    private static partial Regex DownloadPattern();
}
