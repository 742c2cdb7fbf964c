using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>The promise: a client's connection outlives the service behind it. A minute by default, CHAOS_MINUTES (two at least) for longer; CHAOS_SEED repeats a run's choices.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class NodeChaosTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Clients = 500;
    private const int LeastMoved = Clients * 9 / 10;
    private const int MostRounds = 20;

    [Fact]
    public async Task While_service_processes_are_killed_frozen_and_stopped_every_client_has_its_whole_transcript_and_no_other_byte()
    {
        var (resumed, replayed, fenced) = (await Host.Admin.MetricAsync(Resumed), await Host.Admin.MetricAsync(Replayed), await Host.FencedAsync());
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, new Talk(TimeSpan.FromSeconds(1), Lines: 5, SlowOneIn: 20), ClusterLimits.Seed);
        var faults = new FaultSchedule(Host, ClusterLimits.Seed);
        try
        {
            await faults.RunAsync(ClusterLimits.Faults, () => crowd.Failure is null);

            // A busy machine gets through few faults: they go on until there were enough.
            for (var round = 0; round < MostRounds && crowd.Failure is null && (await MovedAsync() < LeastMoved || await Host.FencedAsync() <= fenced); round++)
                await faults.RunAsync(TimeSpan.FromSeconds(10), () => crowd.Failure is null);
            var connections = await Host.ConnectionsAsync(ClusterFiles.Tally);
            Assert.Equal(Clients, connections.Count);
            await crowd.FinishAsync();
            Assert.InRange(connections.Count(c => c.Epoch > 1), LeastMoved, Clients);
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

    private async Task<int> MovedAsync() => (await Host.ConnectionsAsync(ClusterFiles.Tally)).Count(c => c.Epoch > 1);
}
