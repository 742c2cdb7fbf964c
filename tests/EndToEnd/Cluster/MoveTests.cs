using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>An operator at the console, which itself runs on a service node.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class MoveTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Clients = 60;

    private static readonly Talk Talk = new(TimeSpan.FromMilliseconds(200), Lines: 2);

    private ClusterNode New => Host.Services[2];

    [Fact]
    public async Task Nodes_lists_every_process_and_the_login_outlives_the_node_that_it_runs_on()
    {
        using var console = await LogInAsync();
        var answer = await console.AskAsync("nodes");
        foreach (var node in Host.Services.Prepend(Host.Gateway)) Assert.Contains(node.Address, answer, StringComparison.Ordinal);
        var connection = (await Host.ConnectionsAsync(ClusterFiles.Console)).Single();
        await Host.NodeOf(connection).KillAsync();
        Assert.Contains("still here", await console.AskAsync("echo still here"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_of_the_connections_is_moved_to_the_version_with_another_label_and_back()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        using var console = await LogInAsync();
        var before = (await ClientsOfAsync(crowd, New)).Count;
        Print(await console.AskAsync($"move {ClusterFiles.Tally} {SharedCluster.Old} {SharedCluster.New} 50"));
        var expected = before + ((Clients - before) / 2);
        await Eventually.Async(async () => (await ClientsOfAsync(crowd, New)).Count, count => Math.Abs(count - expected) <= 2, Soon, $"about {expected} are there");
        await console.AskAsync($"move {ClusterFiles.Tally} {SharedCluster.New} {SharedCluster.Old} 100");
        await ServedByAsync(Others(New));
        await crowd.FinishAsync();
    }

    [Fact]
    public async Task A_service_is_drained_on_one_node_while_the_node_goes_on_with_others()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        using var console = await LogInAsync();
        var drained = Host.Services[0];
        Print(await console.AskAsync($"drain {ClusterFiles.Tally} {drained.Address}"));
        await ServedByAsync(Others(drained));
        await crowd.FinishAsync();
        await using var later = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        Assert.Empty(await ClientsOfAsync(later, drained));
        await later.FinishAsync();
    }

    public override async Task DisposeAsync()
    {
        // A node that was drained takes sessions again only when it is started anew.
        await Host.Services[0].KillAsync();
        await base.DisposeAsync();
    }

    private Task<ConsoleClient> LogInAsync() => ConsoleClient.LogInAsync(Host.Port(ClusterFiles.Console), ClusterFiles.User, Host.Files.Password);
}
