using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Kestrel on a service node, and its clients at the gateway.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class HttpTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int LargeBytes = 40 << 20;
    private const int PartialFile = 18;
    private const int ReceiveError = 56;

    /// <summary>At its rate the whole of it takes 40 s.</summary>
    private static readonly TimeSpan LessThanAll = TimeSpan.FromSeconds(30);

    private string Url => $"http://127.0.0.1:{Host.Port(ClusterFiles.Site)}";

    [Fact]
    public async Task Pages_are_served_and_a_response_whose_node_is_lost_is_cut_off_at_once_and_not_taken_for_whole()
    {
        Assert.Contains("<title>home</title>", await GetAsync("index.html"), StringComparison.Ordinal);
        RandomFile.Make(Path.Combine(Host.Files.SiteRoot, "large"), LargeBytes);
        var download = Shell.BashAsync($"curl -sS --limit-rate 1M -o /dev/null {Url}/large");
        var connection = await Eventually.Async(async () => (await Host.ConnectionsAsync(ClusterFiles.Site)).SingleOrDefault(), one => one is { State: "serving", Commits: > 1 }, Soon, "it is under way");
        await Host.NodeOf(connection!).KillAsync();
        Assert.Contains((await download.WaitAsync(LessThanAll)).ExitCode, new[] { PartialFile, ReceiveError });
        Assert.Contains("<title>home</title>", await GetAsync("index.html"), StringComparison.Ordinal);
    }

    private async Task<string> GetAsync(string path) => (await Shell.BashAsync($"curl -sS {Url}/{path}")).Succeeded();
}
