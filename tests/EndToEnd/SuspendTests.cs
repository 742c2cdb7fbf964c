using System.Net;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

public sealed class SuspendTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_suspended_listener_refuses_new_clients_keeps_the_others_and_can_be_resumed_again_and_again()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        using var admin = new AdminClient(gateway.Admin);
        var clients = new List<TestClient>();
        for (byte round = 0; round < 3; round++)
        {
            clients.Add(await TestClient.ConnectAsync(gateway.EchoPort));
            await EchoAllAsync(clients, round);
            Assert.Equal(HttpStatusCode.OK, await admin.ChangeAsync(HttpMethod.Post, "api/listeners/echo/suspend"));
            Assert.False(await TestClient.CanConnectAsync(gateway.EchoPort));
            Assert.True(await TestClient.CanConnectAsync(gateway.DaytimePort));
            await EchoAllAsync(clients, round);

            Assert.Equal(HttpStatusCode.OK, await admin.ChangeAsync(HttpMethod.Post, "api/listeners/echo/resume"));
            using var late = await TestClient.ConnectAsync(gateway.EchoPort);
            await late.EchoAsync([round]);
            await EchoAllAsync(clients, round);
        }

        clients.ForEach(client => client.Dispose());
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
    }

    [Fact]
    public async Task Suspending_twice_and_resuming_twice_is_the_same_as_once()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        using var admin = new AdminClient(gateway.Admin);
        foreach (var (verb, open) in new[] { ("suspend", false), ("suspend", false), ("resume", true), ("resume", true) })
        {
            Assert.Equal(HttpStatusCode.OK, await admin.ChangeAsync(HttpMethod.Post, $"api/listeners/echo/{verb}"));
            Assert.Equal(open, await TestClient.CanConnectAsync(gateway.EchoPort));
        }

        Assert.Equal(HttpStatusCode.NotFound, await admin.ChangeAsync(HttpMethod.Post, "api/listeners/nobody/suspend"));
        Assert.Equal(HttpStatusCode.Forbidden, await admin.ChangeAsync(HttpMethod.Post, "api/listeners/echo/suspend", withHeader: false));
    }

    [Fact]
    public async Task A_listener_that_is_suspended_amid_a_storm_of_clients_resets_none_that_was_accepted()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        using var admin = new AdminClient(gateway.Admin);
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var storm = Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (await Storm.TryEchoAsync(gateway.EchoPort)) Interlocked.Increment(ref answered);
            }
        })).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var before = Volatile.Read(ref answered);
            await Eventually.Async(() => Volatile.Read(ref answered), count => count > before + 200, Soon, "clients are answered");
            foreach (var verb in new[] { "suspend", "resume" })
                Assert.Equal(HttpStatusCode.OK, await admin.ChangeAsync(HttpMethod.Post, $"api/listeners/echo/{verb}"));
        }

        await stop.CancelAsync();

        // A reset ends its task with an exception, and so the test.
        await Task.WhenAll(storm);
    }

    private static async Task EchoAllAsync(List<TestClient> clients, byte value)
    {
        foreach (var client in clients) await client.EchoAsync([value]);
    }
}
