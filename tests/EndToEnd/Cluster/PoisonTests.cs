using System.Globalization;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>A line that no session survives, and one that no process survives.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed partial class PoisonTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Clients = 60;

    /// <summary>A process that dies with a step open counts half, for it may have died of something else.</summary>
    private const int MostDeaths = 6;

    private static readonly Talk Talk = new(TimeSpan.FromMilliseconds(200));

    [Fact]
    public async Task A_line_that_fails_every_session_closes_its_connection_after_three_wherever_they_ran_and_leaves_a_capsule()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        using var victim = await TallyClient.ConnectAsync(TallyPort);
        await victim.SayAsync("hello");
        var (id, capsules) = (await IdOfAsync(victim), Capsules);
        Assert.Equal(StreamEnd.Reset, await victim.SayLastAsync("throw"));
        await ExpectCapsuleAsync(capsules);
        await Host.Gateway.Process.WaitForLineAsync($"{id} ended: .* poison_input, .* 3 epochs", Soon);
        await crowd.FinishAsync();
    }

    [Fact]
    public async Task A_line_that_kills_every_process_closes_its_connection_and_others_go_on()
    {
        await using var crowd = await TallyCrowd.StartAsync(TallyPort, Clients, Talk);
        using var victim = await TallyClient.ConnectAsync(TallyPort);
        await victim.SayAsync("hello");
        var (id, capsules, deaths) = (await IdOfAsync(victim), Capsules, 0);
        var end = victim.SayLastAsync("kill");

        // What systemd would do.
        while (!end.IsCompleted)
        {
            foreach (var node in Host.Services.Where(node => node.Condition == NodeCondition.Down))
            {
                deaths++;
                await node.StartAsync();
            }

            await Task.WhenAny(end, Task.Delay(20));
        }

        Assert.Equal(StreamEnd.Reset, await end);
        deaths += Host.Services.Count(node => node.Condition == NodeCondition.Down);
        await ExpectCapsuleAsync(capsules);
        await Host.Gateway.Process.WaitForLineAsync($"{id} ended: .* poison_input", Soon);
        Print($"{deaths} processes were killed by it");
        Assert.InRange(deaths, 1, MostDeaths);
        await Host.RestoreAsync();
        await crowd.FinishAsync();
    }

    private async Task<string> IdOfAsync(TallyClient client) => (await Host.ConnectionsAsync(ClusterFiles.Tally)).Single(c => c.Sockets.Peer == client.Local).Id;

    /// <summary>The log has each at once, or counts it within ten seconds when there was another shortly before.</summary>
    private int Capsules => Host.Gateway.Process.Output.All.Select(line => CapsulePattern().Match(line)).Where(match => match.Success).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private async Task ExpectCapsuleAsync(int before) => await Eventually.Async(() => Capsules, now => now == before + 1, Soon, "one capsule more");

    [GeneratedRegex(@"is closed: an input of \d+ bytes at offset \d+ crashed every session of tally .*\(x(\d+)\)$")]
    private static partial Regex CapsulePattern();
}
