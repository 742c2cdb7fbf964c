using System.Diagnostics;
using SocketGateway.Benchmarks.Reports;
using SocketGateway.Benchmarks.Runs;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks;

/// <summary>The whole run: row after row, a report, an exit code.</summary>
internal static class Benchmark
{
    /// <summary>0 when all rows ran; 1 when one could not, or, if asked to check, when a minimum is not met.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, string command, CancellationToken stop)
    {
        var (a, b) = (options.A, options.B);
        var runner = new RowRunner(a, b, options.Settings);
        var report = new ConsoleReport(a.Name, b.Name, Console.Out);
        var results = new List<RowResult>();
        var failed = false;
        Console.WriteLine(Machine.Describe());
        foreach (var row in options.Rows)
        {
            if ((a.Missing(row) ?? b.Missing(row)) is { } missing)
            {
                report.Skipped(row, missing);
                continue;
            }
            try
            {
                var result = await runner.RunAsync(row, stop);
                results.Add(result);
                report.Row(result);
            }
            catch (BenchmarkException exception)
            {
                failed = true;
                report.Failed(row, exception.Message);
            }
        }
        FtpFiles.Delete();
        report.Table(results);
        if (options.Write)
            await WriteAsync(command, a, b, results, stop);
        return failed || (options.Check && results.Any(r => r.IsMet == false)) ? 1 : 0;
    }

    private static async Task WriteAsync(string command, Contestant a, Contestant b, List<RowResult> results, CancellationToken stop)
    {
        var file = Path.Combine(Built.Root, "tests/Benchmarks/RESULTS.md");
        var version = FileVersionInfo.GetVersionInfo(Built.Gateway).ProductVersion ?? "unknown";
        var text = ResultsFile.Compose(command, a.Name, b.Name, version, TimeProvider.System.GetLocalNow(), results);
        await File.WriteAllTextAsync(file, text, stop);
        Console.WriteLine($"written to {file}");
    }
}
