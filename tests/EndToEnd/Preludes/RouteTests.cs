using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>Which service a connection goes to, as its client finds out.</summary>
public sealed class RouteTests(RoutedGateway gateway) : IClassFixture<RoutedGateway>
{
    private static readonly IPAddress Neighbour = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData("a.example.test", "first")]
    [InlineData("A.Example.TEST", "first")]
    [InlineData("b.example.test", "second")]
    [InlineData("x.b.example.test", "second")]
    public async Task Openssl_and_curl_reach_the_server_of_the_name_that_they_ask_for(string host, string server)
    {
        var openssl = await Shell.BashAsync($"printf 'GET / HTTP/1.0\r\n\r\n' | timeout 20 openssl s_client -quiet -ign_eof -connect 127.0.0.1:{gateway.Tunnel} -servername {host} 2>/dev/null");
        Assert.Contains($"{server} ", openssl.Output, StringComparison.Ordinal);
        var curl = await Shell.BashAsync($"curl -sk --max-time 20 --connect-to ::127.0.0.1:{gateway.Tunnel} https://{host}/");
        Assert.StartsWith($"{server} ", curl.Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protocol_that_is_offered_has_a_server_of_its_own()
    {
        Assert.StartsWith("second other.example.test special", await AskAsync(gateway.Tunnel, "other.example.test", "special"), StringComparison.Ordinal);
        Assert.StartsWith("first a.example.test special", await AskAsync(gateway.Tunnel, "a.example.test", "special"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task A_hello_in_many_packets_is_one_hello(int bytes)
    {
        using var client = await TestClient.ConnectAsync(gateway.Tunnel);
        await using var stream = await TlsGateway.SecureAsync(new DribblingStream(client.Socket, bytes), host: "x.b.example.test");
        Assert.Contains("second x.b.example.test", await Page.GetAsync(stream), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData(1_000)]
    public async Task A_hello_of_10_KB_is_read_as_a_whole(int packet)
    {
        foreach (var port in (int[])[gateway.Tunnel, gateway.Proxied])
        {
            using var client = await TestClient.ConnectAsync(port);
            await using var stream = new SslStream(new DribblingStream(client.Socket, packet));

            // Sooner than what comes when the time to wait for first bytes is over, which is five minutes there.
            await stream.AuthenticateAsClientAsync(LongHello("a.example.test")).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Contains("first a.example.test", await Page.GetAsync(stream), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_does_not_begin_with_tls_has_the_listeners_own_service()
    {
        using var client = await TestClient.ConnectAsync(gateway.Tunnel);
        await client.EchoAsync("hello"u8.ToArray());
    }

    [Fact]
    public async Task Clients_of_a_network_have_a_service_of_their_own()
    {
        using var neighbour = await TestClient.ConnectAsync(gateway.Near, from: Neighbour);
        Assert.NotEmpty(await neighbour.ReceiveAllAsync());
        using var other = await TestClient.ConnectAsync(gateway.Near);
        await other.EchoAsync([1]);
    }

    [Fact]
    public async Task A_proxys_client_is_routed_by_its_own_address()
    {
        using var far = await TestClient.ConnectAsync(gateway.Proxied);
        await far.SendAsync(ProxiedGateway.HeaderOf("192.0.2.50"));
        Assert.NotEmpty(await far.ReceiveAllAsync());
        using var other = await TestClient.ConnectAsync(gateway.Proxied);
        await other.SendAsync(ProxiedGateway.HeaderOf("198.51.100.1"));
        await other.EchoAsync([1]);
    }

    [Fact]
    public async Task Ssh_and_http_share_a_port_and_whoever_waits_is_spoken_to()
    {
        using var ssh = await TestClient.ConnectAsync(gateway.Mixed);
        await ssh.SendAsync("SS"u8.ToArray());
        await ssh.SendAsync("H-2.0-test\r\n"u8.ToArray());
        Assert.Equal("SSH-2.0-test\r\n", Encoding.ASCII.GetString(await ssh.ReceiveExactlyAsync(14)));

        const string Curl = "curl -s --max-time 20 -o /dev/null -w '%{http_code} '";
        var curl = await Shell.BashAsync($"{Curl} http://127.0.0.1:{gateway.Mixed}/whoami; {Curl} -d x http://127.0.0.1:{gateway.Mixed}/whoami");
        Assert.Equal("200 405 ", curl.Succeeded());

        var began = Stopwatch.GetTimestamp();
        using var silent = await TestClient.ConnectAsync(gateway.Mixed);
        Assert.NotEmpty(await silent.ReceiveAllAsync());
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(3.9));
        using var done = await TestClient.ConnectAsync(gateway.Mixed);
        done.ShutdownSend();
        Assert.NotEmpty(await done.ReceiveAllAsync());
    }

    [Fact]
    public async Task Where_tls_ends_here_a_name_has_a_service_of_its_own_too()
    {
        using var client = await TestClient.ConnectAsync(gateway.Secure);
        await using var echo = await TlsGateway.SecureAsync(new DribblingStream(client.Socket, 10), host: "echo.example.test");
        Assert.Equal("hello"u8.ToArray(), await TlsGateway.EchoAsync(echo, "hello"u8.ToArray()));
        using var other = await TestClient.ConnectAsync(gateway.Secure);
        await using var site = await TlsGateway.SecureAsync(other, host: "other.example.test");
        Assert.Contains($"{other.Local} <-> ", await Page.GetAsync(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_hashes_names_sends_a_name_to_one_server_whoever_asks()
    {
        var servers = new HashSet<string>();
        for (var i = 0; i < 8; i++)
        {
            var ofName = new HashSet<string>();
            for (var client = 1; client <= 3; client++)
                ofName.Add((await AskAsync(gateway.Hashed, $"host{i}.example.test", from: IPAddress.Parse($"127.0.0.{client}"))).Split(' ')[0]);
            servers.Add(Assert.Single(ofName));
        }

        Assert.Equal(["first", "second"], servers.Order());
    }

    /// <summary>What the server behind the gateway says.</summary>
    private static async Task<string> AskAsync(int port, string host, string? protocol = null, IPAddress? from = null)
    {
        using var client = await TestClient.ConnectAsync(port, from: from);
        await using var stream = await TlsGateway.SecureAsync(client, protocol, host: host);
        return (await Page.GetAsync(stream)).Split("\r\n\r\n")[1];
    }

#pragma warning disable CA5359 // the servers' certificate is of these tests
    private static SslClientAuthenticationOptions LongHello(string host) => new()
    {
        TargetHost = host,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
        ApplicationProtocols = [.. Enumerable.Range(0, 40).Select(i => new SslApplicationProtocol(new string('x', 250) + $"{i:00}")), new("special")],
    };
#pragma warning restore CA5359
}
