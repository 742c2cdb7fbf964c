using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

public sealed class LimitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_third_client_of_one_host_is_refused_when_two_are_allowed()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Listeners:echo:Limits:MaxConnectionsPerClient", "2"));
        using var first = await TestClient.ConnectAsync(gateway.EchoPort);
        using var second = await TestClient.ConnectAsync(gateway.EchoPort);
        await first.EchoAsync([1]);
        await second.EchoAsync([2]);
        await AssertRefusedAsync(gateway);
        await gateway.WaitForLineAsync(@"echo refused 1 clients \(max_connections_per_client_exceeded\)", Soon);
        await first.EchoAsync([3]);
        using var admin = new AdminClient(gateway.Admin);
        Assert.Equal(1, await admin.MetricAsync(
            "socketgateway_rejected_connections_total", "socketgateway_listener=\"echo\"", "error_type=\"max_connections_per_client_exceeded\""));

        first.Reset();
        await AssertAdmittedAsync(gateway);
    }

    [Fact]
    public async Task A_listener_refuses_clients_above_its_own_limit_only()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Listeners:echo:Limits:MaxConnections", "3"));
        var clients = await ConnectAsync(gateway.EchoPort, 3);
        await AssertRefusedAsync(gateway);
        await gateway.WaitForLineAsync(@"echo refused 1 clients \(max_concurrent_connections_exceeded\)", Soon);
        using (var daytime = await TestClient.ConnectAsync(gateway.DaytimePort)) Assert.NotEmpty(await daytime.ReceiveAllAsync());

        clients[0].Dispose();
        await AssertAdmittedAsync(gateway);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task The_gateway_refuses_clients_above_the_limit_of_all_listeners_together()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Limits:MaxConnections", "3"));
        var clients = await ConnectAsync(gateway.EchoPort, 2);
        using var other = await TestClient.ConnectAsync(gateway.ChargenPort);
        await other.ReceiveExactlyAsync(1);
        await AssertRefusedAsync(gateway);
        await gateway.WaitForLineAsync(@"echo refused 1 clients \(max_concurrent_connections_exceeded\)", Soon);

        other.Dispose();
        await AssertAdmittedAsync(gateway);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_client_that_never_speaks_is_closed_at_the_idle_timeout_and_one_that_speaks_is_not()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Listeners:echo:Limits:IdleTimeout", "00:00:04"));
        using var silent = await TestClient.ConnectAsync(gateway.EchoPort);
        using var speaking = await TestClient.ConnectAsync(gateway.EchoPort);
        var end = silent.ReceiveEndAsync();
        do
        {
            await speaking.EchoAsync([1]);
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(200)));
        }
        while (!end.IsCompleted);

        Assert.Equal(StreamEnd.Finished, await end);
        await speaking.EchoAsync([2]);
        Assert.Equal(StreamEnd.Finished, await speaking.ReceiveEndAsync());
    }

    [Fact]
    public async Task Clients_are_refused_while_the_others_fill_the_memory_that_is_allowed()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Flow:MaxBufferedBytes", "500000"));
        var clients = await ConnectAsync(gateway.EchoPort, 10);
        foreach (var client in clients) await FillAsync(client);
        await Eventually.Async(async () => !await IsAdmittedAsync(gateway), Soon, "a client is refused");
        await gateway.WaitForLineAsync(@"echo refused \d+ clients \(memory_limit\)", Soon);

        clients.ForEach(client => client.Reset());
        await AssertAdmittedAsync(gateway);
    }

    [Fact]
    public async Task With_few_descriptors_it_takes_fewer_clients_and_a_flood_beyond_them_disturbs_nobody()
    {
        const int Most = 76;
        const int Flood = 300;
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { MaxDescriptors = 1024 + Most });
        await gateway.WaitForLineAsync($"warn .*Limits:MaxConnections is lowered from 100000 to {Most}: .* descriptors", Soon);
        var clients = await ConnectAsync(gateway.EchoPort, Most);
        for (var i = 0; i < Flood; i += 20) Assert.DoesNotContain(true, await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => IsAdmittedAsync(gateway))));
        foreach (var client in clients) await client.EchoAsync([1, 2, 3]);

        using (var admin = new AdminClient(gateway.Admin))
            Assert.Equal(Flood, await admin.MetricAsync("socketgateway_rejected_connections_total", "error_type=\"max_concurrent_connections_exceeded\""));
        var lines = gateway.Output.All.Where(line => line.Contains(" refused ", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 1, 4);
        Assert.All(lines, line => Assert.Contains("(max_concurrent_connections_exceeded)", line, StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Output.All, line => line.Contains(" fail ", StringComparison.Ordinal));

        clients.ForEach(client => client.Dispose());
        await AssertAdmittedAsync(gateway);
    }

    private static async Task<List<TestClient>> ConnectAsync(int port, int count)
    {
        var clients = new List<TestClient>();
        for (var i = 0; i < count; i++)
        {
            clients.Add(await TestClient.ConnectAsync(port));
            await clients[^1].EchoAsync([(byte)i]);
        }

        return clients;
    }

    /// <summary>Sends until nothing more is taken.</summary>
    private static async Task FillAsync(TestClient client)
    {
        try
        {
            while (true) await client.SendAsync(new byte[65536], TimeSpan.FromMilliseconds(300));
        }
        catch (OperationCanceledException)
        {
            // Full.
        }
    }

    private static async Task AssertRefusedAsync(GatewayProcess gateway) => Assert.False(await IsAdmittedAsync(gateway));

    private static Task AssertAdmittedAsync(GatewayProcess gateway) =>
        Eventually.Async(() => IsAdmittedAsync(gateway), Soon, "a client is admitted again");

    /// <summary>A client above a limit is accepted by the kernel, and closed by the gateway before anything is answered.</summary>
    private static async Task<bool> IsAdmittedAsync(GatewayProcess gateway)
    {
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        try
        {
            await client.SendAsync(new byte[] { 42 });
            return await client.ReceiveAsync(new byte[1]) == 1;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return false;
        }
    }
}
