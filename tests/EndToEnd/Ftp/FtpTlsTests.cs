using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>AUTH TLS and encrypted data connections, and what happens without them (RFC 4217).</summary>
public sealed class FtpTlsTests : IDisposable
{
    private readonly FtpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Curl_and_lftp_encrypt_both_connections_passive_and_active()
    {
        _host.MakeFile("big", 3_000_001);
        await using var gateway = await StartAsync("StartTls");
        var at = $"--ssl-reqd -k --user 'alice:{FtpHost.Password}'";
        var url = $"ftp://127.0.0.1:{gateway.Table["files"]}";
        Assert.Equal("same", await RunAsync($"""
            set -o pipefail
            curl -sS --max-time 50 {at} {url}//big | cmp - {_host.Root}/big
            curl -sS --max-time 50 {at} -P - {url}//big | cmp - {_host.Root}/big
            curl -sS --max-time 50 {at} -T {_host.Root}/big {url}/up
            curl -sS --max-time 50 {at} -P - -T {_host.Root}/big {url}/up-active
            curl -sS --max-time 50 {at} -l {url}/ | grep -q '^up-active'
            cmp {_host.Root}/big {_host.Root}/alice/up && cmp {_host.Root}/big {_host.Root}/alice/up-active
            lftp -c "set ssl:verify-certificate no; set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set net:max-retries 1; open -u alice,'{FtpHost.Password}' {url}; get /big -o {_host.Work}/lftp; put {_host.Root}/big -o by-lftp; bye"
            cmp {_host.Root}/big {_host.Work}/lftp && cmp {_host.Root}/big {_host.Root}/alice/by-lftp && printf same
            """));
    }

    [Fact]
    public async Task A_listener_that_is_encrypted_from_the_first_byte_serves_ftps()
    {
        await using var gateway = await StartAsync("Implicit", ("Services:files:RequireTls", "true"));
        Assert.Equal("hello\nworld\n", await RunAsync($"curl -sS --max-time 50 -k ftps://127.0.0.1:{gateway.Table["files"]}/hello.txt"));
    }

    [Fact]
    public async Task Where_TLS_is_required_nothing_goes_without_it()
    {
        await using var gateway = await StartAsync("StartTls", ("Services:files:RequireTls", "true"));
        var url = $"ftp://127.0.0.1:{gateway.Table["files"]}/hello.txt";
        Assert.Contains("530", await RunAsync($"curl -sS --max-time 50 {url}"), StringComparison.Ordinal);
        Assert.Equal("hello\nworld\n", await RunAsync($"curl -sS --max-time 50 --ssl-reqd -k {url}"));
        using var wire = await FtpWire.ConnectAsync(gateway.Table["files"]);
        await wire.SecureAsync();
        Assert.StartsWith("331", await wire.AskAsync("USER anonymous"), StringComparison.Ordinal);
        Assert.StartsWith("230", await wire.AskAsync("PASS x"), StringComparison.Ordinal);
        using var data = await wire.OpenDataAsync();
        Assert.StartsWith("521", await wire.AskAsync("RETR hello.txt"), StringComparison.Ordinal);
        Assert.StartsWith("502", await wire.AskAsync("REIN"), StringComparison.Ordinal);
        Assert.StartsWith("502", await wire.AskAsync("CCC"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_text_behind_AUTH_is_never_a_command()
    {
        await using var gateway = await StartAsync("StartTls");
        using var wire = await FtpWire.ConnectAsync(gateway.Table["files"]);
        await wire.SendAsync("AUTH TLS", "USER anonymous", "PASS x");
        Assert.StartsWith("234", await wire.ReplyAsync(), StringComparison.Ordinal);
        var next = await Record.ExceptionAsync(async () => Assert.DoesNotContain("331", await wire.ReplyAsync(), StringComparison.Ordinal));
        Assert.True(next is null or IOException, next?.ToString());
    }

    [Fact]
    public async Task A_data_connection_in_clear_text_after_PROT_P_gets_nothing_and_the_control_connection_lives()
    {
        await using var gateway = await StartAsync("StartTls", ("Services:files:ConnectTimeout", "00:00:02"), ("Services:files:StallTimeout", "00:00:02"));
        using var wire = await FtpWire.ConnectAsync(gateway.Table["files"]);
        await wire.SecureAsync();
        Assert.StartsWith("331", await wire.AskAsync("USER anonymous"), StringComparison.Ordinal);
        Assert.StartsWith("230", await wire.AskAsync("PASS x"), StringComparison.Ordinal);
        Assert.StartsWith("200", await wire.AskAsync("PBSZ 0"), StringComparison.Ordinal);
        Assert.StartsWith("200", await wire.AskAsync("PROT P"), StringComparison.Ordinal);
        using var data = await wire.OpenDataAsync();
        await data.SendAsync("this is no handshake"u8.ToArray());
        var reply = await wire.AskAsync("RETR hello.txt");
        Assert.StartsWith("42", reply.StartsWith("150", StringComparison.Ordinal) ? await wire.ReplyAsync() : reply, StringComparison.Ordinal);
        Assert.StartsWith("200", await wire.AskAsync("NOOP"), StringComparison.Ordinal);
    }

    private Task<GatewayProcess> StartAsync(string mode, params (string Key, string Value)[] values) => GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = _host.SettingsFor("Ftp"),
        Values = [("Listeners:ftp:Tls:Mode", mode), ("Listeners:ftp:Tls:Certificate:Path", TlsGateway.Certificate), .. values],
    });

    private async Task<string> RunAsync(string script) => (await Shell.RunAsync(
        "bash", ["-c", $"exec 2>&1\n{script}"], [new("HOME", _host.Work)], directory: _host.Work)).Output;
}
