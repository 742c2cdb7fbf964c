using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Trouble of the cluster itself, between nodes under TLS, of which the service nodes are the seeds: it costs no client.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class TroubleTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Clients = 100;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly Talk Talk = new(TimeSpan.FromMilliseconds(200), Lines: 2);

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("cluster-tls-");
    private ClusterCertificates _certificates = null!;
    private ClusterHost _host = null!;

    public async Task InitializeAsync()
    {
        _certificates = new ClusterCertificates(Path.Combine(_base.FullName, "own"));
        _host = await ClusterHost.StartAsync(new ClusterPlan(new NodePlan(), new NodePlan()) { Common = _certificates.Settings(), Seeds = [1, 2] });
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _base.Delete(recursive: true);
    }

    [Fact]
    public async Task Nodes_with_a_strange_certificate_or_none_cannot_join_and_nobody_notices()
    {
        await using var crowd = await TallyCrowd.StartAsync(_host.Port(ClusterFiles.Tally), Clients, Talk);
        var (strange, trustful) = (new ClusterCertificates(Path.Combine(_base.FullName, "strange")), new ClusterCertificates(Path.Combine(_base.FullName, "trustful")));

        // It trusts the nodes that it wants to join: only they can refuse it.
        trustful.Trust(_certificates);
        await using var stranger = _host.Stranger([.. strange.Settings()]);
        await using var trusting = _host.Stranger([.. trustful.Settings()]);
        await using var open = _host.Stranger();
        await Task.WhenAll(stranger.StartAsync(), trusting.StartAsync(), open.StartAsync());
        var strangers = new[] { stranger, trusting, open }.Select(node => node.Address).ToHashSet();

        // Long enough for each to have tried again and again.
        for (var (i, lines) = (0, crowd.Lines); i < 5; i++, lines = crowd.Lines)
        {
            await Eventually.Async(() => crowd.Lines, now => now > lines + (10 * Clients), Soon, "the clients go on");
            Assert.DoesNotContain(await _host.Admin.NodesAsync(), node => strangers.Contains(node.Address));
        }

        await _host.WaitForNodesAsync();
        await crowd.FinishAsync();
    }

    [Fact]
    public async Task All_seeds_are_killed_and_come_back_as_others()
    {
        await using var crowd = await TallyCrowd.StartAsync(_host.Port(ClusterFiles.Tally), Clients, Talk);
        await Task.WhenAll(_host.Services.Select(node => node.KillAsync()));
        await Task.WhenAll(_host.Services.Select(node => node.StartAsync()));
        await _host.WaitForNodesAsync();
        await AllServedAsync();
        await crowd.FinishAsync();
    }

    [Fact]
    public async Task A_gateway_that_stood_still_for_longer_than_a_link_may_suspects_nobody_and_goes_on()
    {
        await using var crowd = await TallyCrowd.StartAsync(_host.Port(ClusterFiles.Tally), Clients, Talk);
        _host.Gateway.Freeze();

        // What passes is the time itself: nobody is there who could tell.
        await Task.Delay(TimeSpan.FromSeconds(6));
        _host.Gateway.Thaw();
        var lines = crowd.Clients.Select(client => client.Lines).ToList();
        await Eventually.Async(() => crowd.Clients.Zip(lines).All(pair => pair.First.Lines > pair.Second + 2), met => met, Soon, "each client is answered again");
        await _host.WaitForNodesAsync();
        await AllServedAsync();
        await crowd.FinishAsync();
    }

    private async Task AllServedAsync() => await Eventually.Async(
        () => _host.ConnectionsAsync(ClusterFiles.Tally), all => all.Count == Clients && all.All(c => c.State == "serving"), Soon, "all are served");
}
