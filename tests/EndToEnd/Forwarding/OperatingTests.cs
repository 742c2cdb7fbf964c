using System.Diagnostics;
using System.Net;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>What operators see of forwarded connections, and what ends them.</summary>
[Collection(SharedForwardingCollection.Name)]
public sealed class OperatingTests(SharedForwarding shared)
{
    private const int Slow = 50;
    private const long MaxGrowth = 48 * 1024 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_forwarded_connection_is_listed_with_its_destination_and_ended_by_an_operator()
    {
        var end = new TaskCompletionSource<StreamEnd>();
        shared.One.Serve = Serving.WatchEnd(end);
        using var client = await shared.ConnectAsync("one");
        await client.ReceiveExactlyAsync(1);
        var row = await shared.ListedAsync(client, row => row.State == "relaying");
        Assert.Equal(("one", "lease", "nobody", $"one 127.0.0.1:{shared.One.Port}"), (row.Service, row.Way, row.HeldUpBy, row.Destination));
        Assert.Equal(HttpStatusCode.NoContent, await shared.Admin.ChangeAsync(HttpMethod.Delete, $"api/connections/{row.Id}"));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        Assert.Equal(StreamEnd.Reset, await end.Task.WaitAsync(Soon));
        var (reason, received, sent) = await shared.EndedAsync(client.Local.ToString());
        Assert.Equal((0, 1), (received, sent));
        Assert.NotEqual("closed", reason);
    }

    [Fact]
    public async Task A_silent_connection_ends_at_the_idle_timeout_in_good_order_and_one_that_speaks_does_not()
    {
        shared.One.Serve = Serving.EchoAsync;
        using var silent = await shared.ConnectAsync("idle");
        using var speaking = await shared.ConnectAsync("idle");
        var end = silent.ReceiveEndAsync();
        do
        {
            await speaking.EchoAsync([1]);
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(100)));
        }
        while (!end.IsCompleted);

        Assert.Equal(StreamEnd.Finished, await end);
        silent.ShutdownSend();
        Assert.Equal("idle_timeout", (await shared.EndedAsync(silent.Local.ToString())).Reason);
        await speaking.EchoAsync([2]);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_until_the_idle_timeout_does_not_take_the_end_for_that_of_the_stream()
    {
        shared.One.Serve = Serving.FloodAsync;
        using var client = await shared.ConnectAsync("idle", receiveBuffer: 4096);
        await client.ReceiveExactlyAsync(1);
        await shared.ListedAsync(client, row => row.State == "closing");
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        Assert.Equal("idle_timeout", (await shared.EndedAsync(client.Local.ToString())).Reason);
    }

    [Fact]
    public async Task Slow_clients_cost_a_bounded_memory_and_are_seen_to_hold_up()
    {
        shared.One.Serve = Serving.FloodAsync;
        var (resident, sockets, clients) = (shared.Gateway.ResidentBytes, shared.Gateway.Sockets, new List<TestClient>());
        for (var i = 0; i < Slow; i++) clients.Add(await shared.ConnectAsync("one", receiveBuffer: 4096));
        var peers = clients.Select(client => client.Local.ToString()).Order().ToList();
        await Eventually.Async(
            async () => (await shared.Admin.ConnectionsAsync()).Where(row => row.HeldUpBy == "client").Select(row => row.Sockets.Peer).Order().Count(peers.Contains),
            count => count == Slow, Soon, "all hold up");
        Assert.InRange(shared.Gateway.ResidentBytes - resident, long.MinValue, MaxGrowth);

        // The client's, at most one more for it, and the destination's.
        Assert.InRange(shared.Gateway.Sockets - sockets, 2 * Slow, (3 * Slow) + 10);
        clients.ForEach(client => client.Reset());
        await Eventually.Async(() => shared.Gateway.Sockets, now => now <= sockets + 10, Soon, "descriptors are given back");
    }

    [Fact]
    public async Task Behind_TLS_it_forwards_by_messages()
    {
        shared.One.Serve = Serving.AnswerAtEndAsync;
        using var client = await shared.ConnectAsync("secure");
        await using var stream = await TlsGateway.SecureAsync(client);
        await stream.WriteAsync("hello"u8.ToArray());
        var row = await shared.ListedAsync(client, row => row.State == "serving");
        Assert.Equal("messages", row.Way);
        await stream.ShutdownAsync();
        var answer = new byte[32];
        using var limit = new CancellationTokenSource(Soon);
        await stream.ReadExactlyAsync(answer, limit.Token);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("hello"u8), answer);
    }

    [Fact]
    public async Task SIGTERM_ends_idle_connections_in_good_order_and_busy_ones_at_the_deadline()
    {
        using var destination = new TestDestination("one", Serving.EchoAsync);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings
        {
            ConfigFile = ForwardedService.Settings(new ForwardedService("one", destination)),
            Values = [("Drain:CloseSpread", "00:00:00"), ("Drain:Deadline", "00:00:04")],
        });
        var port = gateway.Table["one"];
        using var idle = await TestClient.ConnectAsync(port);
        await idle.EchoAsync([1]);
        var over = new TaskCompletionSource();
        destination.Serve = async connection =>
        {
            await connection.ReceiveExactlyAsync(1);
            await over.Task;
        };
        using var busy = await TestClient.ConnectAsync(port);
        await busy.SendAsync(new byte[1]);
        using (var admin = new AdminClient(gateway.Admin))
        {
            await Eventually.Async(
                admin.ConnectionsAsync, rows => rows.Count == 2 && rows.All(row => row.State == "relaying"), Soon, "both are forwarded");
        }

        var began = Stopwatch.GetTimestamp();
        gateway.Signal(PosixSignals.Term);

        // At the deadline it would be reset.
        Assert.Equal(StreamEnd.Finished, await idle.ReceiveEndAsync());
        Assert.False(gateway.HasExited);
        Assert.Equal(StreamEnd.Reset, await busy.ReceiveEndAsync());
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(3.9));

        // The idle one does not close its side, and is not waited for.
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
        over.SetResult();
    }
}
