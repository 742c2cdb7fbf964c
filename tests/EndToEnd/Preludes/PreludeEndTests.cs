using System.Net;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>Ends that come while the first bytes of a connection are waited for.</summary>
[Collection(ProxiedGatewayCollection.Name)]
public sealed class PreludeEndTests(ProxiedGateway gateway)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Clients_that_reset_or_leave_in_a_header_have_no_place_and_no_descriptor_any_more()
    {
        using (var first = await TestClient.ConnectAsync(gateway.Required))
        {
            await first.SendAsync(ProxiedGateway.HeaderOf("192.0.2.10"));
            await first.EchoAsync([1]);
        }

        await gateway.AwaitNobodyAsync();
        var descriptors = gateway.Process.Descriptors;
        for (var i = 0; i < 60; i++)
        {
            var client = await TestClient.ConnectAsync(gateway.Site);
            await client.SendAsync("PROXY TCP4 192.0"u8.ToArray());
            if (i % 2 == 0) client.Reset();
            else client.Dispose();
        }

        // Sooner than the header's time-out, which is five minutes there; the runtime may have opened some of its own.
        await Eventually.Async(() => gateway.Process.Descriptors, now => now <= descriptors + 5, Soon, "their descriptors are closed");
        await Eventually.Async(() => gateway.Admin.MetricAsync("socketgateway_active_connections"), active => active == 0, Soon, "no connection is counted");
    }

    [Fact]
    public async Task Those_that_are_waited_for_count_and_give_their_places_back()
    {
        await gateway.AwaitNobodyAsync();
        var waiting = new List<TestClient>();
        for (var i = 0; i < 3; i++)
        {
            waiting.Add(await TestClient.ConnectAsync(gateway.Limited));
            await waiting[i].SendAsync("PRO"u8.ToArray());
        }

        using (var fourth = await TestClient.ConnectAsync(gateway.Limited)) await fourth.ReceiveEndAsync();
        await gateway.AwaitRefusedAsync("limited", "max_concurrent_connections_exceeded", 1);
        foreach (var client in waiting) client.Reset();
        await Eventually.Async(
            async () =>
            {
                using var client = await TestClient.ConnectAsync(gateway.Limited);
                await client.SendAsync((byte[])[.. ProxiedGateway.HeaderOf("192.0.2.20"), 42]);
                try
                {
                    return await client.ReceiveAsync(new byte[1]) == 1;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            Soon,
            "there is room again");
    }

    [Fact]
    public async Task A_port_that_is_suspended_serves_those_that_are_still_in_their_header()
    {
        using var client = await TestClient.ConnectAsync(gateway.Required);
        var header = ProxiedGateway.HeaderOf("192.0.2.30");
        await client.SendAsync(header.AsMemory(0, 10));
        Assert.Equal(HttpStatusCode.OK, await gateway.Admin.ChangeAsync(HttpMethod.Post, "api/listeners/required/suspend"));
        Assert.False(await TestClient.CanConnectAsync(gateway.Required));
        await client.SendAsync(header.AsMemory(10));
        await client.EchoAsync([1, 2, 3]);
        Assert.Equal(HttpStatusCode.OK, await gateway.Admin.ChangeAsync(HttpMethod.Post, "api/listeners/required/resume"));
        await client.EchoAsync([4]);
        using var next = await TestClient.ConnectAsync(gateway.Required);
        await next.SendAsync(header);
        await next.EchoAsync([5]);
    }

    [Fact]
    public async Task Whoever_is_known_by_its_header_can_be_kicked()
    {
        using var client = await TestClient.ConnectAsync(gateway.Required);
        await client.SendAsync(ProxiedGateway.HeaderOf("192.0.2.40"));
        await client.EchoAsync([1]);
        var listed = Assert.Single(await gateway.Admin.ConnectionsAsync(), c => c.Sockets.Peer == "192.0.2.40:4000");
        Assert.Equal(HttpStatusCode.NoContent, await gateway.Admin.ChangeAsync(HttpMethod.Delete, $"api/connections/{listed.Id}"));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
    }

    [Fact]
    public async Task A_stop_waits_for_a_header_that_comes_and_not_for_one_that_does_not()
    {
        await using var stopping = await GatewayProcess.StartAsync(
            ("Listeners:echo:ProxyProtocol:Mode", "Required"), ("Listeners:echo:ProxyProtocol:TrustedNetworks:0", "127.0.0.1"),
            ("Drain:Deadline", "00:00:08"), ("Drain:CloseSpread", "00:00:08"));
        using var silent = await TestClient.ConnectAsync(stopping.EchoPort);
        using var client = await TestClient.ConnectAsync(stopping.EchoPort);
        await client.SendAsync("PROXY"u8.ToArray());
        stopping.Signal(PosixSignals.Term);
        await Eventually.Async(async () => !await TestClient.CanConnectAsync(stopping.EchoPort), Soon, "the port is closed");
        await client.SendAsync(ProxiedGateway.HeaderOf("192.0.2.7").AsMemory(5));
        await client.EchoAsync([1]);
        Assert.Equal(0, await stopping.WaitForExitAsync(Soon));
    }
}
