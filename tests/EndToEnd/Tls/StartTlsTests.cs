using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>TLS on the word of an author's session, and what an application behind Kestrel sees of it.</summary>
public sealed class StartTlsTests : IAsyncLifetime
{
    private EmbeddedGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await EmbeddedGateway.StartAsync(
        $$"""
        {
          "SocketGateway": {
            "Listeners": {
              "mail": { "Port": 0, "Service": "mail", "Tls": { "Mode": "StartTls", "Certificate": { "Path": "{{TlsGateway.Certificate}}" } } },
              "web": { "Port": 0, "Service": "web", "Tls": { "Certificate": { "Path": "{{TlsGateway.Certificate}}" } } }
            },
            "Services": { "mail": { "Type": "Upgrading" }, "web": { "Type": "Http" } }
          }
        }
        """,
        host => host.AddService<UpgradingSession>("Upgrading"));

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_session_goes_on_under_tls_with_its_state()
    {
        using var client = await TestClient.ConnectAsync(_gateway.Port("mail"));
        await client.SendAsync("hello\r\nSTARTTLS\r\n"u8.ToArray());
        const string before = "1 hello in clear text\r\n220 ready for TLS\r\n";
        Assert.Equal(before, Encoding.ASCII.GetString(await client.ReceiveExactlyAsync(before.Length)));
        await using var stream = await TlsGateway.SecureAsync(client);
        await stream.WriteAsync("secret\r\n"u8.ToArray());
        var after = new byte["3 secret under TLS\r\n".Length];
        await stream.ReadExactlyAsync(after).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("3 secret under TLS\r\n", Encoding.ASCII.GetString(after));
    }

    [Fact]
    public async Task A_command_injected_behind_the_request_is_never_executed_and_the_log_says_why()
    {
        using var client = await TestClient.ConnectAsync(_gateway.Port("mail"));
        await client.SendAsync("STARTTLS\r\nsteal\r\n"u8.ToArray());
        Assert.Equal("220 ready for TLS\r\n", Encoding.ASCII.GetString(await client.ReceiveAllAsync()));
        client.Dispose();
        await Eventually.Async(() => _gateway.Log.Text, text => text.Contains("tls_injection, 10 bytes in", StringComparison.Ordinal) || text.Contains("mail tls_injection", StringComparison.Ordinal), TimeSpan.FromSeconds(20), "the access log has the reason");
        Assert.DoesNotContain("steal", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_says_goodbye_first_is_no_error()
    {
        for (var i = 0; i < 20; i++)
        {
            var result = await Shell.BashAsync($"curl -sk --max-time 20 -o /dev/null -w '%{{http_code}}' https://127.0.0.1:{_gateway.Port("web")}/");
            Assert.Equal("200", result.Output);
        }

        await Eventually.Async(() => _gateway.Log.Text.Split("web web ").Length - 1, count => count >= 20, TimeSpan.FromSeconds(20), "twenty connections ended");
        Assert.DoesNotContain("web web connection_reset", _gateway.Log.Text, StringComparison.Ordinal);
    }
}
