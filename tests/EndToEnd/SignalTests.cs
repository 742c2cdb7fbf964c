using System.Diagnostics;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

public sealed class SignalTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task SIGTERM_closes_the_ports_at_once_and_idle_connections_in_good_order_within_the_spread()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Drain:CloseSpread", "00:00:04"), ("Drain:Deadline", "00:01:00"));
        var clients = new List<TestClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await TestClient.ConnectAsync(gateway.EchoPort));
            await clients[i].EchoAsync([(byte)i]);
        }

        var began = Stopwatch.GetTimestamp();
        gateway.Signal(PosixSignals.Term);
        await Eventually.Async(async () => !await TestClient.CanConnectAsync(gateway.EchoPort), Soon, "new clients are refused");

        // Those that are not yet closed are served as ever, each until its end.
        var answers = await Task.WhenAll(clients.Select(client => client.EchoUntilEndAsync()));
        Assert.Contains(answers, count => count > 0);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 2, 50);
    }

    [Fact]
    public async Task SIGTERM_leaves_an_active_connection_until_the_deadline_and_then_resets_it()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Drain:CloseSpread", "00:00:00"), ("Drain:Deadline", "00:00:03"));
        using var client = await StalledAsync(gateway);
        var began = Stopwatch.GetTimestamp();
        gateway.Signal(PosixSignals.Term);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(2.9));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        await gateway.WaitForLineAsync("1 connections were reset at the deadline", Soon);
    }

    [Fact]
    public async Task SIGTERM_does_not_wait_for_a_client_that_reads_a_few_bytes_at_a_time()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Drain:CloseSpread", "00:00:00"), ("Drain:Deadline", "00:00:02"));
        using var client = await StalledAsync(gateway, receiveBuffer: 4096);
        gateway.Signal(PosixSignals.Term);
        var exit = gateway.WaitForExitAsync(Soon);
        var end = Task.Run(async () =>
        {
            var buffer = new byte[500];
            while (!exit.IsCompleted && await client.ReceiveAsync(buffer) > 0) await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(100)));
            return await client.ReceiveEndAsync();
        });
        Assert.Equal(0, await exit);
        Assert.Equal(StreamEnd.Reset, await end);
    }

    [Fact]
    public async Task A_second_signal_ends_the_process_at_once()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Drain:CloseSpread", "00:00:00"), ("Drain:Deadline", "00:10:00"));
        using var client = await StalledAsync(gateway);
        gateway.Signal(PosixSignals.Term);
        await gateway.WaitForLineAsync("SIGTERM: no new clients", Soon);
        gateway.Signal(PosixSignals.Int);
        Assert.Equal(1, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task SIGINT_stops_it_like_SIGTERM()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        gateway.Signal(PosixSignals.Int);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task SIGHUP_does_not_end_it_and_no_client_notices()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        for (byte i = 1; i <= 3; i++)
        {
            gateway.Signal(PosixSignals.Hup);
            await Eventually.Async(
                () => gateway.Output.All.Count(line => line.Contains("SIGHUP: ", StringComparison.Ordinal)), count => count >= i, Soon, "it says so");
            await client.EchoAsync([i]);
        }

        Assert.True(await TestClient.CanConnectAsync(gateway.EchoPort));
    }

    [Fact]
    public async Task SIGTERM_amid_a_storm_of_clients_resets_none_that_was_accepted()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Drain:CloseSpread", "00:00:02"));
        var answered = 0;
        var storm = Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            while (await Storm.TryEchoAsync(gateway.EchoPort)) Interlocked.Increment(ref answered);
        })).ToArray();
        await Eventually.Async(() => Volatile.Read(ref answered), count => count > 500, Soon, "the storm is under way");
        gateway.Signal(PosixSignals.Term);

        // A reset ends its task with an exception, and so the test.
        await Task.WhenAll(storm);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    /// <summary>A client that has output waiting which it does not take.</summary>
    private static async Task<TestClient> StalledAsync(GatewayProcess gateway, int receiveBuffer = 0)
    {
        var client = await TestClient.ConnectAsync(gateway.EchoPort, receiveBuffer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(new byte[100_000_000], TimeSpan.FromSeconds(1)));
        return client;
    }
}
