using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>Runs one row: all sides by turns, so that whatever else the machine does falls on all of them.</summary>
internal sealed class RowRunner(RunSettings settings)
{
    private const int WarmUpConnections = 64;
    private const double OpenDeadlineSeconds = 60;

    /// <summary>Runs a row between the sides, the first of which is the one that is compared.</summary>
    public async Task<RowResult> RunAsync(Row row, IReadOnlyList<Contestant> sides, CancellationToken stop)
    {
        await using var destination = row.Topology == Topology.Forward ? await ServerProcess.StartAsync(DestinationServer.For(row), stop) : null;
        var rounds = row.Workload == Workload.Idle
            ? await IdleAsync(row, sides, destination, stop)
            : await LoadedAsync(row, sides, destination, stop);
        return new RowResult(row, [.. sides.Select(side => side.Name)], rounds);
    }

    /// <summary>All servers live through the row.</summary>
    private async Task<List<Sample[]>> LoadedAsync(Row row, IReadOnlyList<Contestant> sides, ServerProcess? destination, CancellationToken stop)
    {
        if (row.NeedsFiles) await FtpFiles.MakeAsync(row.Size, stop);
        var servers = new List<ServerProcess>();
        try
        {
            foreach (var side in sides)
                servers.Add(await ServerProcess.StartAsync(side.Command(destination?.Port ?? 0), stop));
            if (row.Topology == Topology.TwoNodes)
            {
                foreach (var server in servers)
                    await server.EchoesAsync(stop);
            }
            if (settings.WarmUpSeconds > 0)
            {
                foreach (var server in servers)
                    await LoadAsync(row, server, destination, settings.WarmUpSeconds, stop);
            }
            return await RoundsAsync(sides, async side => new(await LoadAsync(row, servers[side], destination, settings.Seconds, stop)));
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    /// <summary>Each measurement has a fresh server: memory once taken is seldom given back.</summary>
    private Task<List<Sample[]>> IdleAsync(Row row, IReadOnlyList<Contestant> sides, ServerProcess? destination, CancellationToken stop) =>
        RoundsAsync(sides, side => MeasureIdleAsync(row, sides[side], destination, stop));

    /// <summary>Each round begins with the side that the round before ended with (ABBA).</summary>
    private async Task<List<Sample[]>> RoundsAsync(IReadOnlyList<Contestant> sides, Func<int, Task<Sample>> sample)
    {
        var rounds = new List<Sample[]>();
        for (var round = 0; round < settings.Pairs; round++)
        {
            var samples = new Sample[sides.Count];
            for (var i = 0; i < sides.Count; i++)
            {
                var side = round % 2 == 0 ? i : sides.Count - 1 - i;
                try
                {
                    samples[side] = await sample(side);
                }
                catch (BenchmarkException exception)
                {
                    throw new BenchmarkException($"{sides[side].Name}: {exception.Message}");
                }
            }
            rounds.Add(samples);
        }
        return rounds;
    }

    private async Task<Sample> MeasureIdleAsync(Row row, Contestant side, ServerProcess? destination, CancellationToken stop)
    {
        await using var server = await ServerProcess.StartAsync(side.Command(destination?.Port ?? 0), stop);
        await WarmUpIdleAsync(row, server, destination, stop);
        // What processes share is in both sums, and gone in their difference.
        var before = server.Pids.Sum(ProcessStatus.ResidentBytes);
        var (load, result) = await LoadProcess.HoldAsync(Options(row, server, destination, seconds: 0, ramp: 0), stop);
        await using (load)
        {
            await Task.Delay(settings.SettleTime, stop);
            var after = server.Pids.Sum(ProcessStatus.ResidentBytes);
            return new Sample(result, (double)(after - before) / row.Connections, server.Pids.Sum(ProcessStatus.ProportionalBytes));
        }
    }

    /// <summary>A few connections for the compiler, no more: load would leave a heap in which later connections fit unseen.</summary>
    private async Task WarmUpIdleAsync(Row row, ServerProcess server, ServerProcess? destination, CancellationToken stop)
    {
        var few = row with { Connections = WarmUpConnections };
        var (load, _) = await LoadProcess.HoldAsync(Options(few, server, destination, seconds: 0, ramp: 0), stop);
        await load.DisposeAsync();
        await Task.Delay(settings.SettleTime, stop);
    }

    private Task<LoadResult> LoadAsync(Row row, ServerProcess server, ServerProcess? destination, double seconds, CancellationToken stop) =>
        LoadProcess.RunAsync(Options(row, server, destination, seconds, settings.RampSeconds), stop);

    private LoadOptions Options(Row row, ServerProcess server, ServerProcess? destination, double seconds, double ramp) => new(
        row.Workload, server.Port, [.. server.Pids], [.. destination?.Pids ?? []], row.Connections, row.UnderWay,
        // Forwarders treat a reset as an error, which is not what most connections end with.
        ClosesByReset: row.Topology != Topology.Forward || row.Workload != Workload.Connect,
        row.Tls, row.Size, settings.HttpPath, OpenDeadlineSeconds, seconds, ramp, row.NeedsFiles ? FtpFiles.Root : "", Math.Min(settings.Threads, row.Connections));
}
