using System.Diagnostics;
using System.Net.Sockets;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks.Load;

/// <summary>The FTP workloads: one file by one connection, or logins by a few threads.</summary>
internal static class FtpLoad
{
    private const int Piece = 256 * 1024;

    private static readonly TimeSpan ChildrenPatience = TimeSpan.FromSeconds(1);

    public static async Task<LoadResult> RunAsync(LoadOptions options)
    {
        try
        {
            return options.Workload == Workload.FtpLogin ? await LogInAsync(options) : Transfer(options);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return new LoadResult(0, 0, 1, 0, 0, 0, 1, error.Message, 0, 0, 0, 0);
        }
    }

    private static LoadResult Transfer(LoadOptions options)
    {
        var upload = Path.Combine(options.Folder, FtpFiles.UploadFolder, FtpFiles.Upload);
        var gets = options.Workload == Workload.FtpGet;
        if (!gets) File.Delete(upload);
        var before = CpuTimes.Now(options);
        var seconds = gets ? Get(options) : Put(options);
        // A server that forks has its children's time when they have ended, which the end of their connection brings about.
        SpinWait.SpinUntil(() => options.ServerPids.All(pid => ProcessStatus.Children(pid).Length == 0), ChildrenPatience);
        var used = CpuTimes.Now(options).Since(before);
        if (!gets && new FileInfo(upload).Length != options.Size)
            throw new IOException($"{new FileInfo(upload).Length} of {options.Size} bytes were stored");
        if (!gets) File.Delete(upload);
        var micros = seconds * 1e6;
        return new LoadResult(
            1, options.Size, seconds, micros, micros, micros, 0, null,
            used.Client.TotalSeconds, used.Server.TotalSeconds, used.Destination.TotalSeconds, used.Others.TotalSeconds);
    }

    private static double Get(LoadOptions options)
    {
        using var client = new FtpClient(options.Port);
        client.LogIn();
        client.Must("TYPE I", "200");
        using var data = client.OpenData();
        var buffer = new byte[Piece];
        var (left, began) = ((long)options.Size, Stopwatch.GetTimestamp());
        client.Must($"RETR {FtpFiles.Download}", "150");
        for (int read; (read = data.Receive(buffer)) > 0;) left -= read;
        if (left != 0) throw new IOException($"{left} bytes are missing");
        data.Dispose();
        client.MustReply("226");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        client.Must("QUIT", "221");
        return seconds;
    }

    private static double Put(LoadOptions options)
    {
        using var client = new FtpClient(options.Port);
        client.LogInToWrite(FtpFiles.Writer);
        client.Must("TYPE I", "200");
        using var data = client.OpenData();
        var buffer = new byte[Piece];
        new Random(1).NextBytes(buffer);
        var began = Stopwatch.GetTimestamp();
        client.Must($"STOR {FtpFiles.UploadFolder}/{FtpFiles.Upload}", "150");
        for (var left = options.Size; left > 0;) left -= data.Send(buffer.AsSpan(0, Math.Min(left, Piece)));
        data.Dispose();
        client.MustReply("226");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        client.Must("QUIT", "221");
        return seconds;
    }

    private static async Task<LoadResult> LogInAsync(LoadOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        var from = start + (long)(options.RampSeconds * Stopwatch.Frequency);
        var end = from + (long)(options.Seconds * Stopwatch.Frequency);
        var threads = Enumerable.Range(0, options.Connections).Select(_ => Task.Factory.StartNew(
            () => LogInUntil(options.Port, from, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(options.RampSeconds));
        var before = CpuTimes.Now(options);
        var histograms = await Task.WhenAll(threads);
        var used = CpuTimes.Now(options).Since(before);
        var latencies = new LatencyHistogram();
        foreach (var histogram in histograms) latencies.Add(histogram);
        return new LoadResult(
            latencies.Total, 0, options.Seconds, latencies.Microseconds(0.5), latencies.Microseconds(0.99), latencies.Microseconds(0.999), 0, null,
            used.Client.TotalSeconds, used.Server.TotalSeconds, used.Destination.TotalSeconds, used.Others.TotalSeconds);
    }

    /// <summary>Counts what ends in the measured time, from before connect to the reply to PASS.</summary>
    private static LatencyHistogram LogInUntil(int port, long from, long end)
    {
        var latencies = new LatencyHistogram();
        while (Stopwatch.GetTimestamp() < end)
        {
            var began = Stopwatch.GetTimestamp();
            using var client = new FtpClient(port);
            client.LogIn();
            var now = Stopwatch.GetTimestamp();
            if (now >= from && now <= end) latencies.Add((long)Stopwatch.GetElapsedTime(began, now).TotalNanoseconds);
            client.Must("QUIT", "221");
        }
        return latencies;
    }
}
