using System.Diagnostics;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Faults of service nodes, drawn from a seed: killed, frozen for shorter or longer than a link may be silent, stopped; each put right again. Never the last healthy one.</summary>
internal sealed class FaultSchedule(ClusterHost host, int seed)
{
    private static readonly TimeSpan LinkPatience = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(seed);

    // Each kind once, before chance has it: a busy machine gets through few of them.
    private readonly Queue<int> _once = new([1, 0, 3, 2]);
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>How many of each there were.</summary>
    public string Summary => string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}"));

    /// <summary>Goes on for a time, or until the clients have something to complain of.</summary>
    public async Task RunAsync(TimeSpan duration, Func<bool> goesOn)
    {
        var repairs = new List<Task>();
        for (var began = Stopwatch.GetTimestamp(); goesOn() && Stopwatch.GetElapsedTime(began) < duration;)
        {
            var healthy = await HealthyAsync();
            await DoAsync(healthy[_random.Next(healthy.Count)], repairs);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(200, 1500)));
        }

        await Task.WhenAll(repairs).WaitAsync(TimeSpan.FromMinutes(3));
        await host.RestoreAsync();
    }

    /// <summary>Those that run and that the gateway can use: two of them at least, once there are.</summary>
    private Task<IReadOnlyList<ClusterNode>> HealthyAsync() => Eventually.Async<IReadOnlyList<ClusterNode>>(
        async () =>
        {
            var linked = await host.LinkedAsync();
            return [.. host.Services.Where(node => node.Condition == NodeCondition.Up && linked.Contains(node.ProcessId))];
        },
        nodes => nodes.Count > 1,
        LinkPatience,
        "two healthy service nodes");

    private async Task DoAsync(ClusterNode node, List<Task> repairs)
    {
        switch (_once.TryDequeue(out var kind) ? kind : _random.Next(4))
        {
            case 0:
                Count("killed");
                await node.KillAsync();
                repairs.Add(RepairAsync(node, _random.Next(0, 2000)));
                break;
            case 1:
                Count("frozen for long");
                node.Freeze();
                repairs.Add(RepairAsync(node, _random.Next(4000, 7000)));
                break;
            case 2:
                Count("frozen for a moment");
                node.Freeze();
                repairs.Add(RepairAsync(node, _random.Next(100, 2000)));
                break;
            default:
                Count("stopped");
                Assert.Equal(0, await node.StopAsync());
                repairs.Add(RepairAsync(node, _random.Next(0, 1000)));
                break;
        }
    }

    private void Count(string fault) => _counts[fault] = _counts.GetValueOrDefault(fault) + 1;

    private static async Task RepairAsync(ClusterNode node, int milliseconds)
    {
        await Task.Delay(milliseconds);
        await node.RestoreAsync();
    }
}
