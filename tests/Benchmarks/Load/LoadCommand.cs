using System.Diagnostics;
using System.Text.Json;

namespace SocketGateway.Benchmarks.Load;

/// <summary>The hidden command that this program runs itself with: the load client, alone in its process.</summary>
internal static class LoadCommand
{
    /// <summary>Prints the result as one line of JSON. Idle connections stay open until standard input ends.</summary>
    public static async Task<int> RunAsync(string json)
    {
        var options = JsonSerializer.Deserialize<LoadOptions>(json)!;
        if (options.Workload is Workload.FtpGet or Workload.FtpPut or Workload.FtpLogin)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await FtpLoad.RunAsync(options)));
            return 0;
        }

        var loops = Enumerable.Range(0, options.Threads)
            .Select(thread => new LoadLoop(options, Talk(options), Share(options.Connections, options.Threads, thread)))
            .ToArray();
        try
        {
            var result = await MeasureAsync(options, loops);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result));
            if (options.Workload == Workload.Idle)
                await Console.In.ReadToEndAsync();
            return 0;
        }
        finally
        {
            foreach (var loop in loops)
                loop.Dispose();
        }
    }

    private static Conversation Talk(LoadOptions options) => options.Workload == Workload.Http
        ? new HttpConversation(options.Port, options.Path)
        : new EchoConversation(options.Size);

    private static int Share(int connections, int threads, int thread) =>
        connections / threads + (thread < connections % threads ? 1 : 0);

    private static async Task<LoadResult> MeasureAsync(LoadOptions options, LoadLoop[] loops)
    {
        var start = Stopwatch.GetTimestamp();
        var from = start + (long)(options.RampSeconds * Stopwatch.Frequency);
        var end = from + (long)(options.Seconds * Stopwatch.Frequency);
        var threads = Array.ConvertAll(loops, loop => Task.Factory.StartNew(
            () => loop.Run(from, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

        // This thread sleeps through the load; it wakes for the processes' clocks at both ends.
        await Task.Delay(TimeSpan.FromSeconds(options.RampSeconds));
        var before = CpuTimes.Now(options.ServerPids);
        await Task.WhenAll(threads);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        var after = CpuTimes.Now(options.ServerPids);

        var latencies = new LatencyHistogram();
        foreach (var loop in loops)
            latencies.Add(loop.Latencies);
        return new LoadResult(
            loops.Sum(l => l.Messages), loops.Sum(l => l.Bytes), Math.Min(seconds, options.Seconds),
            latencies.Microseconds(0.5), latencies.Microseconds(0.99), latencies.Microseconds(0.999),
            loops.Sum(l => l.Errors), loops.Select(l => l.FirstError).FirstOrDefault(e => e is not null),
            (after.Client - before.Client).TotalSeconds, (after.Server - before.Server).TotalSeconds,
            Math.Max(0, (after.Others - before.Others).TotalSeconds)); // clocks of different grain
    }
}
