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
            var result = await RunAsync(options, loops);
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

    private static Conversation Talk(LoadOptions options) => options.Workload switch
    {
        Workload.Http => new HttpConversation(options.Port, options.Path),
        Workload.Download => new DownloadConversation(options.Size),
        Workload.Upload => new UploadConversation(options.Size),
        _ => new EchoConversation(options.Size),
    };

    private static int Share(int connections, int threads, int thread) =>
        connections / threads + (thread < connections % threads ? 1 : 0);

    /// <summary>Opens all connections where that comes first; its time is the result when nothing else is measured.</summary>
    private static async Task<LoadResult> RunAsync(LoadOptions options, LoadLoop[] loops)
    {
        if (!options.OpensFirst) return await MeasureAsync(options, loops);
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(options.OpenSeconds * Stopwatch.Frequency);
        await Task.WhenAll(OnThreads(loops, loop => loop.OpenAll(end)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return options.Workload == Workload.Idle || Errors(loops) > 0
            ? new LoadResult(0, 0, seconds, 0, 0, 0, Errors(loops), FirstError(loops), 0, 0, 0, 0)
            : await MeasureAsync(options, loops);
    }

    private static async Task<LoadResult> MeasureAsync(LoadOptions options, LoadLoop[] loops)
    {
        var start = Stopwatch.GetTimestamp();
        var from = start + (long)(options.RampSeconds * Stopwatch.Frequency);
        var end = from + (long)(options.Seconds * Stopwatch.Frequency);
        var threads = OnThreads(loops, loop => loop.Run(from, end));

        // This thread sleeps through the load; it wakes for the processes' clocks at both ends.
        await Task.Delay(TimeSpan.FromSeconds(options.RampSeconds));
        var before = CpuTimes.Now(options);
        await Task.WhenAll(threads);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        var used = CpuTimes.Now(options).Since(before);

        var latencies = new LatencyHistogram();
        foreach (var loop in loops)
            latencies.Add(loop.Latencies);
        return new LoadResult(
            loops.Sum(l => l.Messages), loops.Sum(l => l.Bytes), Math.Min(seconds, options.Seconds),
            latencies.Microseconds(0.5), latencies.Microseconds(0.99), latencies.Microseconds(0.999), Errors(loops), FirstError(loops),
            used.Client.TotalSeconds, used.Server.TotalSeconds, used.Destination.TotalSeconds, used.Others.TotalSeconds);
    }

    private static Task[] OnThreads(LoadLoop[] loops, Action<LoadLoop> run) => Array.ConvertAll(loops, loop => Task.Factory.StartNew(
        () => run(loop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private static long Errors(LoadLoop[] loops) => loops.Sum(l => l.Errors);

    private static string? FirstError(LoadLoop[] loops) => loops.Select(l => l.FirstError).FirstOrDefault(e => e is not null);
}
