using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>Listeners that ask clients for a certificate: <c>echo</c> and <c>site</c> require one, <c>daytime</c> takes whoever shows none.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();
    private GatewayProcess _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TlsGateway.StartAsync(
        ("Listeners:echo:Tls:ClientCertificate:CaPath", _authority.File),
        ("Listeners:site:Tls:ClientCertificate:CaPath", _authority.File),
        ("Listeners:daytime:Tls:ClientCertificate:Mode", "Allow"),
        ("Listeners:daytime:Tls:ClientCertificate:CaPath", _authority.File));

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("tls1_2")]
    [InlineData("tls1_3")]
    public async Task A_client_of_the_authority_is_served_each_time_anew(string version)
    {
        var alice = _authority.Client("alice.pem", "alice");
        var session = _authority.Path("session");

        // In TLS 1.2 there is not even something to come back with.
        foreach (var reuse in (string[])[$"-sess_out {session}", $"$(test -f {session} && echo -sess_in {session})"])
        {
            var page = await Shell.BashAsync(
                $"printf 'GET /whoami HTTP/1.0\\r\\n\\r\\n' | timeout 20 openssl s_client -ign_eof -{version} -cert {alice} -connect 127.0.0.1:{_gateway.PortOffset + 443} {reuse} 2>&1");
            Assert.Contains(" 200 OK", page.Output, StringComparison.Ordinal);
            Assert.Contains("New, TLSv1", page.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whom_the_certificate_names_is_shown()
    {
        using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
        await using var stream = await TlsGateway.SecureAsync(client, clientCertificate: _authority.Client("alice.pem", "alice"));
        Assert.Equal([1, 2, 3], await TlsGateway.EchoAsync(stream, [1, 2, 3]));
        using var admin = new HttpClient();
        Assert.Matches("\"tls\":\"TLS 1\\.3 TLS_[A-Z0-9_]+, CN=alice\"", await admin.GetStringAsync(new Uri(_gateway.Admin, "api/connections")));
    }

    [Fact]
    public async Task Others_are_refused_and_the_log_says_why()
    {
        (string Arguments, string Why)[] strangers =
        [
            ("-tls1_2", "the client showed no certificate"),
            ($"-tls1_2 -cert {_other.Client("mallory.pem", "mallory")}", "CN=mallory is not taken"),
            ($"-tls1_3 -cert {_authority.Server("server.pem", "server", "localhost")}", "CN=server is not taken"),
        ];
        using var admin = new AdminClient(_gateway.Admin);
        foreach (var (arguments, why) in strangers)
        {
            var before = await RefusedAsync(admin);
            var echo = await Shell.BashAsync($"echo hello | timeout 20 openssl s_client -quiet {arguments} -connect 127.0.0.1:{_gateway.EchoPort} 2>/dev/null");
            Assert.Equal("", echo.Output);
            await Eventually.Async(() => RefusedAsync(admin), count => count == before + 1, Soon, "it is counted");

            // Lines that strangers can provoke are limited in rate.
            await _gateway.WaitForLineAsync($"echo: TLS failed, client_certificate_refused: .*{why}", TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Where_none_is_required_a_bad_one_is_refused_all_the_same()
    {
        (string Arguments, bool Served)[] clients =
        [
            ("", true), ($"-cert {_authority.Client("alice.pem", "alice")}", true), ($"-cert {_other.Client("mallory.pem", "mallory")}", false),
        ];
        foreach (var (arguments, served) in clients)
        {
            var time = await Shell.BashAsync($"timeout 20 openssl s_client -quiet {arguments} -connect 127.0.0.1:{_gateway.DaytimePort} </dev/null 2>/dev/null");
            Assert.Equal(served, time.Output.Length > 0);
        }
    }

    private static Task<double> RefusedAsync(AdminClient admin) =>
        admin.MetricAsync("socketgateway_tls_handshake_duration_seconds_count", "error_type=\"client_certificate_refused\"", "socketgateway_listener=\"echo\"");
}
