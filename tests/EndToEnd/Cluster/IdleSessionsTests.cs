using System.Diagnostics;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Many sessions that have nothing to do are lost at once.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class IdleSessionsTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Sessions = 5_000;
    private const long MaxGrowth = 256 << 20;

    private static readonly ParallelOptions Some = new() { MaxDegreeOfParallelism = 64 };

    [Fact]
    public async Task Five_thousand_idle_sessions_of_one_node_are_resumed_within_3_seconds_and_cost_the_gateway_little()
    {
        var (lost, rest) = (Host.Services[0], Host.Services.Skip(1).ToList());
        await Task.WhenAll(rest.Select(node => node.KillAsync()));
        await Host.WaitForNodesAsync();
        var clients = new TallyClient[Sessions];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Sessions), Some, async (i, _) =>
            {
                clients[i] = await TallyClient.ConnectAsync(TallyPort);
                await clients[i].SayAsync("hello");
            });
            Assert.Equal(Sessions, (await ServedByAsync(lost)).Count);
            await Host.RestoreAsync();

            var (resumed, memory, most) = (await Host.Admin.MetricAsync(Resumed), Host.Gateway.Process.ResidentBytes, 0L);
            var began = Stopwatch.GetTimestamp();
            await lost.KillAsync();
            await Eventually.Async(
                () =>
                {
                    most = Math.Max(most, Host.Gateway.Process.ResidentBytes);
                    return Host.Admin.MetricAsync(Resumed);
                },
                count => count >= resumed + Sessions,
                Soon,
                "all are resumed");
            var took = Stopwatch.GetElapsedTime(began);
            Print($"{Sessions} idle sessions resumed within {took.TotalSeconds:0.00} s; the gateway had {memory >> 20} MiB before and {most >> 20} MiB at most");
            Assert.Equal(Sessions, (await ServedByAsync(rest)).Count);
            Assert.InRange(took, TimeSpan.Zero, ClusterLimits.Within(TimeSpan.FromSeconds(3), Soon));
            Assert.InRange(most - memory, long.MinValue, MaxGrowth);

            await Parallel.ForEachAsync(clients, Some, async (client, _) =>
            {
                await client.SayAsync("still here");
                await client.FinishAsync();
            });
        }
        finally
        {
            foreach (var client in clients) client?.Dispose();
        }
    }
}
