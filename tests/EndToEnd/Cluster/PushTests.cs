using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Code on a service node speaks to a connection whose socket is at the gateway and whose session is on another node.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class PushTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    /// <summary>Placement is by load, with a choice by chance: after so many a node that never has its turn is no accident.</summary>
    private const int MostAttempts = 100;

    [Fact]
    public async Task A_push_from_any_node_reaches_the_connection_that_has_the_alias()
    {
        using var named = await TallyClient.ConnectAsync(TallyPort);
        await named.SayAsync("name alice");
        foreach (var node in Host.Services)
        {
            using var other = await ConnectToAsync(node);
            await other.SayAsync($"push alice from {node.Name}");
            await named.ExpectAsync($"pushed from {node.Name}\r\n");
            await other.FinishAsync();
        }

        await named.FinishAsync();
    }

    private async Task<TallyClient> ConnectToAsync(ClusterNode node)
    {
        for (var attempt = 0; ; attempt++)
        {
            Assert.InRange(attempt, 0, MostAttempts);
            var client = await TallyClient.ConnectAsync(TallyPort);
            await client.SayAsync("hello");
            var listed = (await Host.ConnectionsAsync(ClusterFiles.Tally)).Single(c => c.Sockets.Peer == client.Local);
            if (listed.Node == node.Address) return client;
            await client.FinishAsync();
            client.Dispose();
        }
    }
}
