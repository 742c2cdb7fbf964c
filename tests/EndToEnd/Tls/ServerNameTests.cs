using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>What a listener shows and agrees on, as openssl and curl see it.</summary>
public sealed class ServerNameTests : IAsyncLifetime, IDisposable
{
    private readonly TestAuthority _authority = new();
    private GatewayProcess _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TlsGateway.StartAsync(
        ("Listeners:site:Tls:Certificate:Path", _authority.Server("default.pem", "default", "localhost")),
        ("Listeners:site:Tls:Sni:a.example.org:Path", _authority.Server("a.pem", "a", "a.example.org")),
        ("Listeners:site:Tls:Sni:*.example.org:Path", _authority.Server("star.pem", "star", "*.example.org")),
        ("Listeners:site:Tls:Sni:xn--bcher-kva.example:Path", _authority.Server("books.pem", "books", "xn--bcher-kva.example")),
        ("Listeners:site:Tls:Alpn:0", "h2"),
        ("Listeners:site:Tls:Alpn:1", "http/1.1"));

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task The_certificate_is_that_of_the_host_which_the_client_names()
    {
        (string Asked, string Shown)[] hosts =
        [
            ("-servername a.example.org", "a"), ("-servername A.Example.ORG", "a"), ("-servername b.example.org", "star"), ("-servername a.b.example.org", "default"),
            ("-servername other.org", "default"), ("-servername xn--bcher-kva.example", "books"), ("-noservername", "default"),
        ];
        foreach (var (asked, shown) in hosts)
        {
            foreach (var version in (string[])["tls1_2", "tls1_3"]) Assert.Contains($"subject=CN = {shown}\n", await ConnectAsync($"-{version} {asked}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Clients_that_check_it_are_content()
    {
        foreach (var host in (string[])["a.example.org", "b.example.org"])
        {
            var port = _gateway.PortOffset + 443;
            var page = await Shell.BashAsync($"curl -s --max-time 20 --cacert {_authority.File} --resolve {host}:{port}:127.0.0.1 -o /dev/null -w '%{{http_version}} %{{http_code}}' https://{host}:{port}/");
            Assert.Equal("2 200", page.Succeeded());
        }
    }

    [Fact]
    public async Task A_protocol_is_agreed_on_or_the_client_is_refused()
    {
        Assert.Contains("ALPN protocol: http/1.1", await ConnectAsync("-alpn http/1.1"), StringComparison.Ordinal);
        Assert.Contains("ALPN protocol: h2", await ConnectAsync("-alpn http/1.1,h2"), StringComparison.Ordinal);
        Assert.Contains("No ALPN negotiated", await ConnectAsync(""), StringComparison.Ordinal);
        Assert.Contains("alert no application protocol", await ConnectAsync("-alpn smtp"), StringComparison.Ordinal);
        using var client = await TestClient.ConnectAsync(_gateway.PortOffset + 443);
        await using var stream = await TlsGateway.SecureAsync(client, "h2");
        using var admin = new HttpClient();
        await Eventually.Async(
            () => admin.GetStringAsync(new Uri(_gateway.Admin, "api/connections")),
            listed => listed.Contains("TLS_AES_256_GCM_SHA384, h2\"", StringComparison.Ordinal), TimeSpan.FromSeconds(20), "the list says what is spoken");
    }

    [Fact]
    public async Task A_session_of_tls_1_3_is_resumed_and_no_suite_without_authenticated_encryption_is_spoken()
    {
        var session = _authority.Path("session");
        var port = _gateway.PortOffset + 443;
        var first = await Shell.BashAsync($"printf 'GET /whoami HTTP/1.0\r\n\r\n' | timeout 20 openssl s_client -ign_eof -tls1_3 -connect 127.0.0.1:{port} -sess_out {session} 2>&1");
        Assert.Contains("New, TLSv1.3", first.Output, StringComparison.Ordinal);
        Assert.Contains("Reused, TLSv1.3", await ConnectAsync($"-tls1_3 -sess_in {session}"), StringComparison.Ordinal);
        foreach (var suite in (string[])["ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA"])
            Assert.Contains("alert handshake failure", await ConnectAsync($"-tls1_2 -cipher {suite}"), StringComparison.Ordinal);
        Assert.Contains("New, TLSv1.2, Cipher is ECDHE-ECDSA-CHACHA20-POLY1305", await ConnectAsync("-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_each_certificate_is_a_metric()
    {
        using var admin = new AdminClient(_gateway.Admin);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var host in (string[])["*", "a.example.org", "*.example.org"])
        {
            var end = await admin.MetricAsync("socketgateway_certificate_expires_seconds", "socketgateway_listener=\"site\"", $"server_address=\"{host}\"");
            Assert.InRange(TestAuthority.Lifetime.TotalSeconds - (end - now), 0, 3600);
        }
    }

    private async Task<string> ConnectAsync(string arguments) =>
        (await Shell.BashAsync($"timeout 20 openssl s_client -connect 127.0.0.1:{_gateway.PortOffset + 443} {arguments} </dev/null 2>&1")).Output;
}
