using System.Diagnostics;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>Clients that do not behave cost little, and others do not feel them.</summary>
public sealed class StubbornClientTests
{
    private const int Stalled = 50;
    private const int Others = 16;
    private const long MaxGrowth = 64 * 1024 * 1024;
    private const double LeastShare = 0.8;
    private const int Attempts = 5;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Clients_that_send_without_reading_cost_little_memory_and_leave_the_others_their_speed()
    {
        await using var gateway = await GatewayProcess.StartAsync();

        // The machine may have been busy with something else in one of the two spans that are compared: more tries are allowed for the speed, not for the memory.
        var share = 0.0;
        for (var attempt = 0; attempt < Attempts && share < LeastShare; attempt++) share = await MeasureAsync(gateway);
        Assert.True(share >= LeastShare, $"the others kept {share:P0} of their messages per second");
    }

    [Fact]
    public async Task Two_thousand_clients_that_reset_at_random_moments_leave_nothing_behind()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await ResetAsync(gateway.EchoPort, clients: 200, seed: 1);
        var before = await StableDescriptorsAsync(gateway);

        await ResetAsync(gateway.EchoPort, clients: 2000, seed: 2);
        await Eventually.Async(() => gateway.Descriptors, count => count <= before + 2, Soon, $"descriptors are back at {before}");
        using (var client = await TestClient.ConnectAsync(gateway.EchoPort)) await client.EchoAsync([1, 2, 3]);
        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
    }

    /// <summary>The share of their speed that the others keep while the stalled clients push.</summary>
    private static async Task<double> MeasureAsync(GatewayProcess gateway)
    {
        var others = await ConnectAsync(gateway.EchoPort, Others);
        await CountMessagesAsync(others, TimeSpan.FromSeconds(2));
        var (resident, before) = (gateway.ResidentBytes, await CountMessagesAsync(others, Measured));

        var stalled = await ConnectAsync(gateway.EchoPort, Stalled);
        using var stop = new CancellationTokenSource();
        var pushing = stalled.Select(client => PushAsync(client, stop.Token)).ToArray();
        var during = await CountMessagesAsync(others, Measured);
        var growth = gateway.ResidentBytes - resident;
        using (var admin = new AdminClient(gateway.Admin))
        {
            await Eventually.Async(
                async () => (await admin.ConnectionsAsync()).Where(listed => listed.HeldUpBy == "client").Select(listed => listed.Sockets.Peer).Order().ToList(),
                peers => peers.SequenceEqual(Peers(stalled)),
                Soon,
                "those that do not read hold up, and no others");
        }


        await stop.CancelAsync();
        await Task.WhenAll(pushing);
        stalled.ForEach(client => client.Reset());
        others.ForEach(client => client.Dispose());
        Assert.True(growth < MaxGrowth, $"grew by {growth / 1024 / 1024} MiB");
        return (double)during / before;
    }

    private static IEnumerable<string> Peers(List<TestClient> clients) => clients.Select(client => client.Local.ToString()).Order();

    private static async Task<List<TestClient>> ConnectAsync(int port, int count)
    {
        var clients = new List<TestClient>();
        for (var i = 0; i < count; i++) clients.Add(await TestClient.ConnectAsync(port));
        return clients;
    }

    private static async Task PushAsync(TestClient client, CancellationToken stop)
    {
        var bytes = new byte[65536];
        try
        {
            while (true) await client.Socket.SendAsync(bytes, stop);
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    /// <summary>How many messages of 64 bytes come back to all clients together, each with one under way.</summary>
    private static async Task<long> CountMessagesAsync(List<TestClient> clients, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            var message = new byte[64];
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(began) < time; count++)
            {
                await client.SendAsync(message);
                await client.ReceiveExactlyAsync(message.Length);
            }

            return count;
        })));
        return counts.Sum();
    }

    private static async Task ResetAsync(int port, int clients, int seed) =>
        await Parallel.ForEachAsync(Enumerable.Range(0, clients), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, stop) =>
        {
            var random = new Random(HashCode.Combine(seed, i));
            var client = await TestClient.ConnectAsync(port);
            var bytes = new byte[random.Next(1, 200_000)];
            switch (random.Next(5))
            {
                case 0:
                    break;
                case 1:
                    await client.Socket.SendAsync(bytes.AsMemory(0, 1), stop);
                    break;
                case 2:
                    await client.EchoAsync(bytes[..Math.Min(bytes.Length, 1000)]);
                    break;
                case 3:
                    await client.Socket.SendAsync(bytes, stop);
                    await client.ReceiveAsync(new byte[random.Next(1, 1000)]);
                    break;
                default:
                    await client.Socket.SendAsync(bytes.AsMemory(0, Math.Min(bytes.Length, 1000)), stop);
                    client.ShutdownSend();
                    break;
            }

            client.Reset();
        });

    /// <summary>The runtime opens and closes some of its own: the count that it keeps.</summary>
    private static async Task<int> StableDescriptorsAsync(GatewayProcess gateway)
    {
        var (last, since) = (gateway.Descriptors, Stopwatch.GetTimestamp());
        return await Eventually.Async(
            () =>
            {
                var now = gateway.Descriptors;
                if (now != last) (last, since) = (now, Stopwatch.GetTimestamp());
                return now;
            },
            _ => Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(1),
            Soon,
            "the number of descriptors does not change for 1 s");
    }
}
