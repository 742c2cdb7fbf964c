using System.Text.Json;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>What destinations hear of the client: HAProxy, nginx, and another gateway.</summary>
public sealed class ForwardedClientTests(TellingGateway gateways) : IClassFixture<TellingGateway>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Haproxy_and_nginx_know_the_client_by_either_version()
    {
        foreach (var port in (int[])[7, 9, 13, 19])
        {
            using var client = await TestClient.ConnectAsync(gateways.Front.PortOffset + port);
            Assert.Contains($"client={client.Local}", await Page.GetAsync(client), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Version_2_has_the_name_that_connections_have_in_the_log()
    {
        using var client = await TestClient.ConnectAsync(gateways.Front.PortOffset + 9);
        var answer = await Page.GetAsync(client);
        var (id, local) = (answer[(answer.IndexOf("id=", StringComparison.Ordinal) + 3)..].Trim(), client.Local);
        client.Dispose();
        await gateways.Front.WaitForLineAsync($"{id} ended: {local} <-> ", Soon);
    }

    [Fact]
    public async Task A_connection_over_two_gateways_is_one_trace_and_one_client()
    {
        using var client = await TestClient.ConnectAsync(gateways.Front.PortOffset + 21);
        await client.EchoAsync([1, 2, 3]);
        var (front, back) = (await TraceOfAsync(gateways.Front, client), await TraceOfAsync(gateways.Back, client));
        Assert.Equal(front, back);
        var local = client.Local;
        client.Dispose();
        await gateways.Back.WaitForLineAsync($@"ended: {local} <-> 127\.0\.0\.1:{gateways.Back.EchoPort} echo echo closed, 3 bytes in", Soon);
    }

    [Fact]
    public async Task Connections_that_the_gateway_makes_by_messages_have_the_header_too()
    {
        using var client = await TestClient.ConnectAsync(gateways.Front.PortOffset + 23);
        await using var stream = await TlsGateway.SecureAsync(client, host: "shop.example.test");
        Assert.Contains($"client={client.Local} asked=shop.example.test id=", await Page.GetAsync(stream), StringComparison.Ordinal);
    }

    private static async Task<string> TraceOfAsync(GatewayProcess gateway, TestClient client)
    {
        using var http = new HttpClient();
        using var connections = JsonDocument.Parse(await http.GetStringAsync(new Uri(gateway.Admin, "api/connections")));
        var ours = connections.RootElement.EnumerateArray().Single(c => c.GetProperty("sockets").GetProperty("peer").GetString() == client.Local.ToString());
        return ours.GetProperty("traceId").GetString()!;
    }
}
