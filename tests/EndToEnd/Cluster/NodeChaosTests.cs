using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>The promise: a client's connection outlives the service behind it. A minute by default, CHAOS_MINUTES (two at least) for longer; CHAOS_SEED repeats a run's choices.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class NodeChaosTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Clients = 500;

    [Fact]
    public async Task While_service_processes_are_killed_frozen_and_stopped_every_client_has_its_whole_transcript_and_no_other_byte()
    {
        var (resumed, replayed, fenced) = (await Host.Admin.MetricAsync(Resumed), await Host.Admin.MetricAsync(Replayed), await Host.FencedAsync());
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, new Talk(TimeSpan.FromSeconds(1), Lines: 5, SlowOneIn: 20), ClusterLimits.Seed);
        var faults = new FaultSchedule(Host, ClusterLimits.Seed);
        try
        {
            await faults.RunAsync(ClusterLimits.Faults, () => crowd.Failure is null);
            var connections = await Host.ConnectionsAsync(ClusterFiles.Tally);
            Assert.Equal(Clients, connections.Count);
            await crowd.FinishAsync();
            Assert.InRange(connections.Count(c => c.Epoch > 1), Clients * 9 / 10, Clients);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"CHAOS_SEED={ClusterLimits.Seed}, after {faults.Summary}, {crowd.Lines} lines: {e.Message}\n{string.Join('\n', Host.Gateway.Output.TakeLast(40))}", e);
        }

        (resumed, replayed, fenced) = (
            await Host.Admin.MetricAsync(Resumed) - resumed, await Host.Admin.MetricAsync(Replayed) - replayed, await Host.FencedAsync() - fenced);
        Print($"CHAOS_SEED={ClusterLimits.Seed}: {faults.Summary}; {crowd.Lines} lines; {resumed} sessions resumed, {replayed} bytes replayed, {fenced} late messages fenced");
        Assert.True(resumed > 0 && replayed > 0 && fenced > 0, $"{resumed} resumed, {replayed} bytes replayed, {fenced} fenced");
    }
}
