using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>The network between the gateway and a service node is cut, for longer than a link may be silent, and mended.</summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    private const int Clients = 60;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [NamespaceFact]
    public async Task Sessions_behind_a_cut_cable_go_on_elsewhere_and_when_it_is_mended_the_stale_ones_have_ended()
    {
        await using var network = await NamespaceNetwork.CreateAsync(2);
        await using var host = await ClusterHost.StartAsync(new ClusterPlan(network.Plan(0), network.Plan(1)) { Gateway = NamespaceNetwork.Own });
        await using var crowd = await TallyCrowd.StartAsync(host.Port(ClusterFiles.Tally), Clients, new Talk(TimeSpan.FromMilliseconds(200), Lines: 3, SlowOneIn: 5));
        var (cut, left) = (host.Services[0], host.Services[1]);
        var fenced = await host.FencedAsync();
        await network.CutAsync(0);
        await Eventually.Async(
            () => host.ConnectionsAsync(ClusterFiles.Tally), all => all.Count == Clients && all.All(c => c.State == "serving" && c.Node == left.Address), Soon, "all go on at the other node");
        await network.MendAsync(0);
        await host.WaitForNodesAsync();
        await Eventually.Async(
            host.Admin.NodesAsync, nodes => nodes.Any(node => node.Process == cut.Process.Id && node.Sessions == 0), Soon, "the node behind the cut has ended its sessions");
        await crowd.FinishAsync();
        output.WriteLine($"{await host.FencedAsync() - fenced} late messages fenced");
    }
}
