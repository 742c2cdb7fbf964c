using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>What tests of the shared cluster have in common: each begins with all nodes up, and looks at the gateway's counts.</summary>
public abstract class ClusterTest(SharedCluster cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private protected const string Resumed = "socketgateway_sessions_resumed_total";
    private protected const string Replayed = "socketgateway_sessions_replayed_bytes_total";

    private protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private protected ClusterHost Host => cluster.Host;

    public Task InitializeAsync() => Host.RestoreAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    private protected int TallyPort => Host.Port(ClusterFiles.Tally);

    private protected void Print(string line) => output.WriteLine(line);

    /// <summary>The tally's connections, once each has a session on one of these nodes.</summary>
    private protected Task<IReadOnlyList<ListedConnection>> ServedByAsync(params IEnumerable<ClusterNode> nodes)
    {
        var addresses = nodes.Select(node => node.Address).ToHashSet();
        return Eventually.Async(
            () => Host.ConnectionsAsync(ClusterFiles.Tally),
            all => all.All(c => c.State == "serving" && c.Node is { } node && addresses.Contains(node)),
            Soon,
            $"all are served by {string.Join(", ", nodes.Select(node => node.Name))}");
    }

    private protected IEnumerable<ClusterNode> Others(params IEnumerable<ClusterNode> nodes) => Host.Services.Except(nodes);

    /// <summary>The clients whose sessions are on this node at the moment.</summary>
    private protected async Task<IReadOnlyList<TallyClient>> ClientsOfAsync(TallyCrowd crowd, ClusterNode node)
    {
        var there = (await Host.ConnectionsAsync(ClusterFiles.Tally)).Where(c => c.Node == node.Address).Select(c => c.Sockets.Peer).ToHashSet();
        return [.. crowd.Clients.Where(client => there.Contains(client.Local))];
    }
}
