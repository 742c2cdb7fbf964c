using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Two versions of a service, of which the new one reads the state of the old one, and not the other way round: forward and back while clients talk.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class RollingTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Clients = 60;
    private const int Silent = 10;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private ClusterHost _host = null!;

    private IReadOnlyList<ClusterNode> Old => [.. _host.Services.Take(2)];

    private IReadOnlyList<ClusterNode> Next => [.. _host.Services.Skip(2)];

    private int Port => _host.Port(ClusterFiles.Tally);

    public async Task InitializeAsync()
    {
        var (old, next) = (new NodePlan(), NodePlan.With(("Services:tally:Type", "TallyNext")));
        _host = await ClusterHost.StartAsync(new ClusterPlan(old, old, next, next) { Common = [("Drain:Deadline", "00:00:03")] });
        await Task.WhenAll(Next.Select(node => node.KillAsync()));
        await _host.WaitForNodesAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Forward_every_session_goes_on_and_back_each_goes_where_its_state_can_be_read_or_is_held_until_there_is_such_a_node()
    {
        var silent = new List<TallyClient>();
        await using var crowd = await TallyCrowd.StartAsync(Port, Clients, new Talk(TimeSpan.FromMilliseconds(300), Lines: 3));
        for (var i = 0; i < Silent; i++)
        {
            silent.Add(await TallyClient.ConnectAsync(Port));
            await silent[i].SayAsync("before");
        }

        var silentOnes = silent.Select(client => client.Local).ToHashSet();
        bool IsSilent(ListedConnection c) => silentOnes.Contains(c.Sockets.Peer);
        Task WhereAsync(string what, Func<ListedConnection, bool> isThere) => Eventually.Async(
            () => _host.ConnectionsAsync(ClusterFiles.Tally), all => all.Count == Clients + Silent && all.All(isThere), Soon, what);
        bool ServedBy(ListedConnection c, IEnumerable<ClusterNode> nodes) => c.State == "serving" && nodes.Any(node => node.Address == c.Node);

        await ReplaceAsync(Old, by: Next);
        await WhereAsync("all are served by the next version", c => ServedBy(c, Next));

        // Whoever talks now has a state that the old version cannot read.
        var lines = crowd.Clients.Select(client => client.Lines).ToList();
        await Eventually.Async(() => crowd.Clients.Zip(lines).All(pair => pair.First.Lines > pair.Second + 1), met => met, Soon, "everybody has been answered by the next version");
        await ReplaceAsync(Next, by: Old);
        await WhereAsync("the silent ones are served by the old version, the others held", c => IsSilent(c) ? ServedBy(c, Old) : c.State == "held");
        Assert.NotEqual(0, await _host.Admin.MetricAsync("socketgateway_sessions_refused_total", "error_type=\"no_compatible_service\""));

        await Next[0].StartAsync();
        await WhereAsync("those who were held are served again", c => IsSilent(c) || ServedBy(c, Next));
        await crowd.FinishAsync();
        foreach (var client in silent)
        {
            await client.SayAsync("after");
            await client.FinishAsync();
            client.Dispose();
        }
    }

    private async Task ReplaceAsync(IReadOnlyList<ClusterNode> nodes, IReadOnlyList<ClusterNode> by)
    {
        await Task.WhenAll(by.Select(node => node.StartAsync()));
        await _host.WaitForNodesAsync();
        foreach (var node in nodes) Assert.Equal(0, await node.StopAsync());
    }
}
