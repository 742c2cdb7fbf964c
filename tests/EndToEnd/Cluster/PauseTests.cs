using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>How long a client waits when the node of its session goes. CLUSTER_STRICT=1 asserts what is promised: a machine that is busy with other things cannot keep it.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class PauseTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Clients = 150;
    private const double Share = 0.99;

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task After_a_kill_clients_wait_for_half_a_second_at_most()
    {
        var pauses = await MeasureAsync(node => node.KillAsync());
        Print($"pause after kill -9, {pauses}");
        Assert.InRange(pauses.At(Share), TimeSpan.Zero, ClusterLimits.Within(TimeSpan.FromMilliseconds(500), Busy));
    }

    [Fact]
    public async Task A_drained_node_exits_with_0_and_its_clients_wait_for_a_tenth_of_a_second_at_most()
    {
        var pauses = await MeasureAsync(async node => Assert.Equal(0, await node.StopAsync()));
        Print($"pause of a drain, {pauses}");
        Assert.InRange(pauses.At(Share), TimeSpan.Zero, ClusterLimits.Within(TimeSpan.FromMilliseconds(100), Busy));
    }

    /// <summary>The longest waits of all clients that were on a node when it went; each node goes once.</summary>
    private async Task<Percentiles> MeasureAsync(Func<ClusterNode, Task> end)
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, new Talk(TimeSpan.FromMilliseconds(100)));
        var pauses = new List<TimeSpan>();
        foreach (var node in Host.Services)
        {
            var affected = await ClientsOfAsync(crowd, node);
            crowd.ForgetLongest();
            await end(node);
            await ServedByAsync(Others(node));
            var lines = crowd.Clients.Select(client => client.Lines).ToList();
            await Eventually.Async(() => crowd.Clients.Zip(lines).All(pair => pair.First.Lines > pair.Second), met => met, Soon, "each client is answered again");
            pauses.AddRange(affected.Select(client => client.Longest));
            await Host.RestoreAsync();
        }

        await crowd.FinishAsync();
        return new Percentiles(pauses);
    }
}
