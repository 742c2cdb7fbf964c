using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>Who is let in by address, by rate, and while there are descriptors.</summary>
public sealed class AdmissionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Neighbour = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task A_client_that_is_denied_is_refused_while_its_neighbour_is_served()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Listeners:echo:Deny:0", "127.0.0.2"), ("Listeners:daytime:Allow:0", "127.0.0.2/31"));
        using var served = await TestClient.ConnectAsync(gateway.EchoPort);
        await served.EchoAsync([1]);
        Assert.Null(await TryTalkAsync(gateway.EchoPort, Neighbour));
        await gateway.WaitForLineAsync(@"echo refused 1 clients \(access_denied\), the last one 127\.0\.0\.2:", Soon);
        await served.EchoAsync([2]);
        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(
            () => admin.MetricAsync("socketgateway_rejected_connections_total", "socketgateway_listener=\"echo\"", "error_type=\"access_denied\""),
            count => count == 1,
            Soon,
            "it is counted");

        using (var allowed = await TestClient.ConnectAsync(gateway.DaytimePort, from: Neighbour)) Assert.NotEmpty(await allowed.ReceiveAllAsync());
        using var other = await TestClient.ConnectAsync(gateway.DaytimePort);
        Assert.Empty(await other.ReceiveAllAsync());
    }

    [Fact]
    public async Task A_network_with_bits_behind_its_prefix_is_a_fault_that_says_the_right_one()
    {
        var result = await GatewayProcess.RunAsync(new GatewaySettings { Arguments = ["check-config"], Values = [("Listeners:echo:Allow:0", "10.1.2.3/8")] });
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("SocketGateway:Listeners:echo:Allow:0: '10.1.2.3/8'", result.Error, StringComparison.Ordinal);
        Assert.Contains("10.0.0.0/8", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_burst_above_the_rate_the_first_are_served_and_later_clients_again()
    {
        const int Rate = 10;
        const int Burst = 100;
        await using var gateway = await GatewayProcess.StartAsync(("Listeners:echo:Limits:AcceptRate", $"{Rate}"));
        var began = Stopwatch.GetTimestamp();
        var clients = await TalkAsync(gateway, Burst);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Assert.InRange(clients.Count, Rate, Math.Min(Burst - 1, Rate + (Rate * seconds)));
        await gateway.WaitForLineAsync(@"echo refused \d+ clients \(accept_rate_exceeded\)", Soon);
        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(
            () => admin.MetricAsync("socketgateway_rejected_connections_total", "socketgateway_listener=\"echo\"", "error_type=\"accept_rate_exceeded\""),
            count => count == Burst - clients.Count,
            Soon,
            "the others are counted");

        clients.Add((await Eventually.Async<TestClient?>(() => TryTalkAsync(gateway.EchoPort), client => client is not null, Soon, "a client is served again"))!);
        foreach (var client in clients) await client.EchoAsync([3]);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task One_client_above_its_rate_keeps_nobody_else_out()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Listeners:echo:Limits:AcceptRatePerClient", "2"));
        using var first = await TestClient.ConnectAsync(gateway.EchoPort);
        await first.EchoAsync([1]);
        await Eventually.Async(
            async () =>
            {
                using var client = await TryTalkAsync(gateway.EchoPort);
                return client is null;
            },
            Soon,
            "a client is refused");
        await gateway.WaitForLineAsync(@"echo refused 1 clients \(accept_rate_per_client_exceeded\), the last one 127\.0\.0\.1:", Soon);
        using var neighbour = await TryTalkAsync(gateway.EchoPort, Neighbour);
        Assert.NotNull(neighbour);
        await first.EchoAsync([2]);
    }

    [Fact]
    public async Task Ports_close_before_the_last_descriptor_is_gone_and_open_again_when_clients_have_left()
    {
        const int Reserve = 64;
        await using var gateway = await GatewayProcess.StartAsync();
        using var admin = new AdminClient(gateway.Admin);
        Assert.Equal(HttpStatusCode.OK, await admin.ChangeAsync(HttpMethod.Post, "api/listeners/discard/suspend"));
        var clients = await TalkAsync(gateway, 150);
        Assert.Equal(150, clients.Count);

        // Of a sudden 20 too many are open.
        var limit = gateway.Descriptors + Reserve - 20;
        Assert.Equal(0, (await Shell.RunAsync("prlimit", ["--pid", $"{gateway.Id}", $"--nofile={limit}:{limit}"])).ExitCode);
        await gateway.WaitForLineAsync($"hardly any descriptors are left, 1 times: \\d+ of {limit} are open", Soon);
        await AwaitPortsAsync(admin, open: 0);
        Assert.False(await TestClient.CanConnectAsync(gateway.EchoPort));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await admin.GetStatusAsync("healthz/ready"));
        Assert.Equal(HttpStatusCode.Conflict, await admin.ChangeAsync(HttpMethod.Post, "api/listeners/echo/resume"));
        foreach (var client in clients) await client.EchoAsync([2]);

        // 120 leave: room for about 100.
        clients[30..].ForEach(client => client.Dispose());
        clients = clients[..30];
        await gateway.WaitForLineAsync($"there are descriptors again, 1 times: \\d+ of {limit} are open", Soon);

        // All but the one that an operator has suspended.
        await AwaitPortsAsync(admin, open: 4);
        Assert.Equal(HttpStatusCode.OK, await admin.GetStatusAsync("healthz/ready"));

        var most = gateway.Descriptors;
        await Eventually.Async(
            async () =>
            {
                clients.AddRange(await TalkAsync(gateway, 20));
                most = Math.Max(most, gateway.Descriptors);
                return await admin.MetricAsync("socketgateway_listener_state") == 0;
            },
            Soon,
            "a flood of clients closes the ports");
        Assert.InRange(clients.Count, 100, 140);
        Assert.InRange(most, limit - Reserve - 20, limit - 1);
        Assert.DoesNotContain(gateway.Output.All, line => line.Contains("accepting failed", StringComparison.Ordinal) || line.Contains(" fail ", StringComparison.Ordinal));
        foreach (var client in clients) await client.EchoAsync([3]);

        clients.ForEach(client => client.Dispose());
        await AwaitPortsAsync(admin, open: 4);
        using var last = await TestClient.ConnectAsync(gateway.EchoPort);
        await last.EchoAsync([4]);
        Assert.False(await TestClient.CanConnectAsync(gateway.DiscardPort));
    }

    private static Task AwaitPortsAsync(AdminClient admin, int open) =>
        Eventually.Async(async () => await admin.MetricAsync("socketgateway_listener_state") == open, Soon, $"{open} ports are open");

    /// <summary>So many clients at once; those that were served.</summary>
    private static async Task<List<TestClient>> TalkAsync(GatewayProcess gateway, int count)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => TryTalkAsync(gateway.EchoPort)));
        return [.. clients.OfType<TestClient>()];
    }

    /// <summary>A client that was served, or null.</summary>
    private static async Task<TestClient?> TryTalkAsync(int port, IPAddress? from = null)
    {
        TestClient? client = null;
        try
        {
            client = await TestClient.ConnectAsync(port, from: from);
            await client.SendAsync(new byte[] { 42 });
            if (await client.ReceiveAsync(new byte[1]) == 1) return client;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Refused, either way.
        }

        client?.Dispose();
        return null;
    }
}
