using System.Net;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

[Collection(SharedGatewayCollection.Name)]
public sealed class AdminTests(SharedGateway shared) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly GatewayProcess _gateway = shared.Process;
    private readonly AdminClient _admin = new(shared.Process.Admin);

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task Two_clients_of_one_host_are_listed_with_two_socket_pairs()
    {
        using var first = await TestClient.ConnectAsync(_gateway.EchoPort);
        using var second = await TestClient.ConnectAsync(_gateway.EchoPort);
        await first.EchoAsync([1]);
        await second.EchoAsync([2]);
        var listed = await _admin.ConnectionsAsync();
        var expected = new[] { first, second }.Select(client => new ListedConnection.Pair(client.Local.ToString(), $"127.0.0.1:{_gateway.EchoPort}"));
        foreach (var pair in expected) Assert.Equal("echo", Assert.Single(listed, connection => connection.Sockets == pair).Service);
        Assert.Equal(listed.Count, listed.Select(connection => connection.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_operator_can_end_a_connection_and_its_client_sees_an_error()
    {
        using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
        await client.EchoAsync([1]);
        var sockets = new ListedConnection.Pair(client.Local.ToString(), $"127.0.0.1:{_gateway.EchoPort}");
        var id = Assert.Single(await _admin.ConnectionsAsync(), connection => connection.Sockets == sockets).Id;
        Assert.Equal(HttpStatusCode.Forbidden, await _admin.ChangeAsync(HttpMethod.Delete, $"api/connections/{id}", withHeader: false));
        await client.EchoAsync([2]);
        Assert.Equal(HttpStatusCode.NoContent, await _admin.ChangeAsync(HttpMethod.Delete, $"api/connections/{id}"));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        await Eventually.Async(
            _admin.ConnectionsAsync, listed => listed.All(connection => connection.Id != id), Soon, "the connection is listed no more");
    }

    [Fact]
    public async Task It_says_that_it_lives_and_is_ready()
    {
        Assert.Equal(HttpStatusCode.OK, await _admin.GetStatusAsync("healthz/live"));
        Assert.Equal(HttpStatusCode.OK, await _admin.GetStatusAsync("healthz/ready"));
    }

    [Fact]
    public async Task Counts_of_connections_and_sessions_come_back_to_nothing()
    {
        await Eventually.Async(_admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
        for (var i = 0; i < 10; i++)
        {
            using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
            await client.EchoAsync([1]);
        }

        foreach (var gauge in new[] { "socketgateway_active_connections", "socketgateway_sessions_active", "socketgateway_connections_held" })
            await Eventually.Async(() => _admin.MetricAsync(gauge), value => value == 0, Soon, $"{gauge} is 0");
    }

    [Fact]
    public async Task It_says_that_it_is_not_ready_from_the_signal_on()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Drain:CloseSpread", "00:00:05"));
        using var admin = new AdminClient(gateway.Admin);
        using var first = await TestClient.ConnectAsync(gateway.EchoPort);
        using var second = await TestClient.ConnectAsync(gateway.EchoPort);
        await first.EchoAsync([1]);
        await second.EchoAsync([1]);
        gateway.Signal(PosixSignals.Term);
        await Eventually.Async(
            () => admin.GetStatusAsync("healthz/ready"), status => status == HttpStatusCode.ServiceUnavailable, Soon, "ready says 503");
        Assert.Equal(HttpStatusCode.OK, await admin.GetStatusAsync("healthz/live"));
    }
}
