using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>TLS between the gateway and destinations.</summary>
public sealed class DestinationTlsTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();
    private readonly List<GreetingServer> _servers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task A_destination_is_asked_by_name_verified_and_shown_the_gateways_certificate()
    {
        var server = Serve(_authority, "db.example.org", asksWho: true);
        await using var gateway = await StartAsync(
            $$"""{ "Enabled": true, "Host": "db.example.org", "CaPath": "{{_authority.File}}", "ClientCertificate": { "Path": "{{_authority.Client("c.pem", "gateway")}}" }, "Alpn": [ "db/2", "db/1" ] }""");
        using var client = await TestClient.ConnectAsync(gateway.Port("front"));
        await GreetedAsync(client, server);
        Assert.Equal(("db.example.org", "CN=gateway", "db/1"), server.LastHandshake);

        // Its end goes to the destination, and the destination's comes back.
        client.ShutdownSend();
        Assert.Empty(await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task Bytes_that_come_under_TLS_go_on_under_TLS()
    {
        var server = Serve(_authority, "db.example.org");
        var front = $$""", "Tls": { "Certificate": { "Path": "{{_authority.Server("front.pem", "front", "localhost")}}" } }""";
        await using var gateway = await StartAsync($$"""{ "Enabled": true, "Host": "db.example.org", "CaPath": "{{_authority.File}}" }""", front);
        using var client = await TestClient.ConnectAsync(gateway.Port("front"));
        await using var stream = await TlsGateway.SecureAsync(client);
        var said = new byte[1];
        await stream.ReadExactlyAsync(said);
        Assert.Equal(server.Name, (char)said[0]);
        Assert.Equal([1, 2, 3], await TlsGateway.EchoAsync(stream, [1, 2, 3]));
    }

    [Theory]
    [InlineData("db.example.org", true, "PartialChain")]
    [InlineData("other.example.org", false, "RemoteCertificateNameMismatch")]
    public async Task A_certificate_that_is_not_verified_ends_the_connection_and_the_log_says_why(string host, bool isStrange, string logged)
    {
        Serve(isStrange ? _stranger : _authority, host);
        await using var gateway = await StartAsync($$"""{ "Enabled": true, "Host": "db.example.org", "CaPath": "{{_authority.File}}" }""");
        using var client = await TestClient.ConnectAsync(gateway.Port("front"));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        await gateway.Log.WaitForAsync(Soon, "could not connect to a", "destination_tls_failed: ", logged);
        await gateway.Log.WaitForAsync(Soon, "front has no destination for it: destination_tls_failed");
        await gateway.Log.WaitForAsync(Soon, "ended", "destination_tls_failed");
    }

    [Fact]
    public async Task Without_another_name_it_must_be_for_the_host_of_its_address()
    {
        Serve(_authority, "db.example.org");
        await using var gateway = await StartAsync($$"""{ "Enabled": true, "CaPath": "{{_authority.File}}" }""");
        using var client = await TestClient.ConnectAsync(gateway.Port("front"));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        await gateway.Log.WaitForAsync(Soon, "destination_tls_failed", "RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task Any_certificate_is_taken_where_that_is_asked_for()
    {
        var server = Serve(_stranger, "whoever.example.org");
        await using var gateway = await StartAsync("""{ "Enabled": true, "Insecure": true }""");
        using var client = await TestClient.ConnectAsync(gateway.Port("front"));
        await GreetedAsync(client, server);
    }

    [Fact]
    public async Task A_destination_whose_handshakes_fail_or_never_end_is_passed_over_and_ejected()
    {
        Serve(_stranger, "db.example.org");
        var good = Serve(_authority, "db.example.org");
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var gateway = await StartAsync(
            $$"""{ "Enabled": true, "Host": "db.example.org", "CaPath": "{{_authority.File}}" }""",
            "",
            """, "ConnectTimeout": "00:00:10", "LoadBalancingPolicy": "RoundRobin", "HealthCheck": { "Passive": { "Failures": 1, "ReactivationPeriod": "00:05:00", "MaxEjectedPercent": 100 } }""",
            $$""", "z": { "Address": "{{silent.LocalEndpoint}}" }""");
        for (var i = 0; i < 3; i++)
        {
            using var client = await TestClient.ConnectAsync(gateway.Port("front"));
            await GreetedAsync(client, good);
        }

        var destinations = gateway.Services.GetRequiredService<IDestinations>().List().ToDictionary(d => d.Name);
        Assert.Equal(("ejected", 1, 0), (destinations["a"].State, destinations["a"].Failures.Tls, destinations["a"].Failures.TimedOut));
        Assert.Equal(("up", 0, 3), (destinations["b"].State, destinations["b"].Failures.Total, destinations["b"].Total));
        Assert.Equal(("ejected", 0, 1), (destinations["z"].State, destinations["z"].Failures.Tls, destinations["z"].Failures.TimedOut));
        await gateway.Log.WaitForAsync(Soon, "front: destination a is ejected for");
    }

    [Fact]
    public async Task A_drain_closes_its_connections_in_good_order()
    {
        var server = Serve(_authority, "db.example.org");
        await using var gateway = await StartAsync($$"""{ "Enabled": true, "Host": "db.example.org", "CaPath": "{{_authority.File}}" }""");
        using var client = await TestClient.ConnectAsync(gateway.Port("front"));
        await GreetedAsync(client, server);
        Assert.Equal("draining", gateway.Services.GetRequiredService<IDestinations>().Set("front", "a", drain: true, TimeSpan.FromSeconds(1))!.State);
        Assert.Equal(StreamEnd.Finished, await client.ReceiveEndAsync());
    }

    private static async Task GreetedAsync(TestClient client, GreetingServer server)
    {
        Assert.Equal([(byte)server.Name], await client.ReceiveExactlyAsync(1));
        await client.EchoAsync([1, 2, 3]);
    }

    /// <summary>Starts one, named by the next letter.</summary>
    private GreetingServer Serve(TestAuthority authority, string host, bool asksWho = false)
    {
        var name = (char)('a' + _servers.Count);
        var file = authority.Server($"{name}.pem", $"{name}", host);
        var server = new GreetingServer(name, new SslServerAuthenticationOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(file, file),
            ClientCertificateRequired = asksWho,
            RemoteCertificateValidationCallback = (_, shown, _, _) => !asksWho || shown is not null,
            ApplicationProtocols = [new SslApplicationProtocol("db/1")],
        });
        _servers.Add(server);
        return server;
    }

    private Task<EmbeddedGateway> StartAsync(string tls, string front = "", string more = "", string others = "") => EmbeddedGateway.StartAsync($$"""
        {
          "SocketGateway": {
            "Listeners": { "front": { "Port": 0, "Service": "front"{{front}} } },
            "Services": {
              "front": {
                "Type": "Forward", "Tls": {{tls}}, "HoldTimeout": "00:00:00"{{more}},
                "Destinations": { {{string.Join(", ", _servers.Select(s => $$"""
                    "{{s.Name}}": { "Address": "{{s.Address}}" }
                    """))}}{{others}} }
              }
            }
          }
        }
        """);
}
