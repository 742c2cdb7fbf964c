using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Nodes that are lost in every other way than by one kill: frozen and thawed, two at once, all, again and again.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class LossTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Clients = 90;

    private static readonly Talk Talk = new(TimeSpan.FromMilliseconds(200), Lines: 3, SlowOneIn: 10);

    [Fact]
    public async Task A_frozen_nodes_sessions_go_on_elsewhere_and_when_it_wakes_up_it_ends_its_own_and_nothing_of_them_is_heard()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        var (frozen, fenced) = (Host.Services[1], await Host.FencedAsync());
        Assert.NotEmpty(await ClientsOfAsync(crowd, frozen));
        frozen.Freeze();
        var moved = await ServedByAsync(Others(frozen));
        frozen.Thaw();
        await Host.WaitForNodesAsync();

        // What it says of itself once it is linked again: nothing is left there, and nothing was moved back.
        await Eventually.Async(
            Host.Admin.NodesAsync, nodes => nodes.Any(node => node.Process == frozen.Process.Id && node.Sessions == 0), Soon, "the thawed node has ended its sessions");
        await crowd.FinishAsync();
        Print($"{moved.Count(c => c.Epoch > 1)} sessions went on elsewhere, {await Host.FencedAsync() - fenced} late messages fenced");
    }

    [Fact]
    public async Task Two_nodes_are_lost_at_once()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        await Task.WhenAll(Host.Services.Take(2).Select(node => node.KillAsync()));
        await ServedByAsync(Host.Services[2]);
        await crowd.FinishAsync();
    }

    [Fact]
    public async Task All_nodes_are_lost_and_one_is_back_within_the_hold_time()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        await Task.WhenAll(Host.Services.Select(node => node.KillAsync()));
        await Eventually.Async(() => Host.ConnectionsAsync(ClusterFiles.Tally), all => all.All(c => c.State == "held"), Soon, "all are held");
        await Host.Services[0].StartAsync();
        Assert.Equal(Clients, (await ServedByAsync(Host.Services[0])).Count);
        await crowd.FinishAsync();
    }

    [Fact]
    public async Task A_node_comes_and_goes_again_and_again()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        var flapping = Host.Services[0];
        for (var i = 0; i < 3; i++)
        {
            flapping.Freeze();
            await ServedByAsync(Others(flapping));
            flapping.Thaw();
            await Host.WaitForNodesAsync();
            await flapping.KillAsync();
            await flapping.StartAsync();
            await Host.WaitForNodesAsync();
        }

        Assert.Equal(Clients, (await ServedByAsync(Host.Services)).Count);
        await crowd.FinishAsync();
    }
}
