using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>Runs one row: both sides by turns, so that whatever else the machine does falls on both.</summary>
internal sealed class RowRunner(Contestant a, Contestant b, RunSettings settings)
{
    private const int WarmUpConnections = 64;
    private const double IdleOpenDeadlineSeconds = 60;

    public Task<RowResult> RunAsync(Row row, CancellationToken stop) =>
        row.Workload == Workload.Idle ? IdleAsync(row, stop) : LoadedAsync(row, stop);

    /// <summary>Both servers live through the row; each pair begins with the side that the pair before ended with (ABBA).</summary>
    private async Task<RowResult> LoadedAsync(Row row, CancellationToken stop)
    {
        if (row.NeedsFiles) await FtpFiles.MakeAsync(row.Size, stop);
        await using var serverA = await ServerProcess.StartAsync(a.Command(row), stop);
        await using var serverB = await ServerProcess.StartAsync(b.Command(row), stop);
        if (row.Across)
        {
            await serverA.EchoesAsync(stop);
            await serverB.EchoesAsync(stop);
        }
        await LoadAsync(row, serverA, settings.WarmUpSeconds, stop);
        await LoadAsync(row, serverB, settings.WarmUpSeconds, stop);
        return await PairsAsync(row,
            () => MeasureAsync(row, serverA, stop),
            () => MeasureAsync(row, serverB, stop));
    }

    /// <summary>Each measurement has a fresh server: memory once taken is seldom given back.</summary>
    private Task<RowResult> IdleAsync(Row row, CancellationToken stop) => PairsAsync(row,
        () => MeasureIdleAsync(row, a, stop),
        () => MeasureIdleAsync(row, b, stop));

    private async Task<RowResult> PairsAsync(Row row, Func<Task<Sample>> sampleA, Func<Task<Sample>> sampleB)
    {
        var pairs = new List<Pair>();
        for (var i = 0; i < settings.Pairs; i++)
        {
            if (i % 2 == 0)
            {
                var first = await sampleA();
                pairs.Add(new Pair(first, await sampleB()));
            }
            else
            {
                var first = await sampleB();
                pairs.Add(new Pair(await sampleA(), first));
            }
        }
        return new RowResult(row, pairs);
    }

    private async Task<Sample> MeasureAsync(Row row, ServerProcess server, CancellationToken stop) =>
        new(await LoadAsync(row, server, settings.Seconds, stop));

    private async Task<Sample> MeasureIdleAsync(Row row, Contestant side, CancellationToken stop)
    {
        await using var server = await ServerProcess.StartAsync(side.Command(row), stop);
        await WarmUpIdleAsync(row, server, stop);
        var before = server.Pids.Sum(ProcessStatus.ResidentBytes);
        var (load, result) = await LoadProcess.HoldAsync(Options(row, server, IdleOpenDeadlineSeconds, ramp: 0), stop);
        await using (load)
        {
            await Task.Delay(settings.SettleTime, stop);
            var after = server.Pids.Sum(ProcessStatus.ResidentBytes);
            return new Sample(result, (double)(after - before) / row.Connections, after);
        }
    }

    /// <summary>A few connections for the compiler, no more: load would leave a heap in which later connections fit unseen.</summary>
    private async Task WarmUpIdleAsync(Row row, ServerProcess server, CancellationToken stop)
    {
        var few = row with { Connections = WarmUpConnections };
        var (load, _) = await LoadProcess.HoldAsync(Options(few, server, IdleOpenDeadlineSeconds, ramp: 0), stop);
        await load.DisposeAsync();
        await Task.Delay(settings.SettleTime, stop);
    }

    private Task<LoadResult> LoadAsync(Row row, ServerProcess server, double seconds, CancellationToken stop) =>
        LoadProcess.RunAsync(Options(row, server, seconds, settings.RampSeconds), stop);

    private LoadOptions Options(Row row, ServerProcess server, double seconds, double ramp) => new(
        row.Workload, server.Port, [.. server.Pids], row.Connections, row.Size, settings.HttpPath, seconds, ramp, row.NeedsFiles ? FtpFiles.Root : "",
        Math.Min(settings.Threads, row.Connections));
}
