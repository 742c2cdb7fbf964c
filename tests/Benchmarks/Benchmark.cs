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
        var report = new ConsoleReport(Console.Out);
        var results = new List<RowResult>();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(RivalVersions.Describe());
        bool all;
        try
        {
            all = await RowsAsync(options, report, results, stop);
        }
        finally
        {
            FtpFiles.Delete();
            Nginx.DeleteFolder();
            TlsFiles.Delete();
        }
        report.Table(results);
        if (options.Write)
            await WriteAsync(command, results, stop);
        return !all || (options.Check && results.Any(r => r.IsMet == false)) ? 1 : 0;
    }

    /// <summary>Whether all rows ran that have whom to compare with.</summary>
    private static async Task<bool> RowsAsync(BenchmarkOptions options, ConsoleReport report, List<RowResult> results, CancellationToken stop)
    {
        var runner = new RowRunner(options.Settings);
        var all = true;
        foreach (var row in options.Rows)
        {
            var sides = options.Sides(row);
            var present = sides.Where(side => side.Missing is null).ToList();
            var missing = string.Join(", ", sides.Where(side => side.Missing is not null).Select(side => $"{side.Name} ({side.Missing})"));
            if (present.Count < 2)
            {
                report.Skipped(row, missing);
                continue;
            }
            if (missing.Length > 0)
                report.Without(row, missing);
            // A smoke run has no time for all of them in each row; over the rows each has its turn.
            if (options.IsSmoke)
                present = [present[0], present[1 + results.Count % (present.Count - 1)]];
            try
            {
                var result = await runner.RunAsync(row, present, stop);
                results.Add(result);
                report.Row(result);
            }
            catch (BenchmarkException exception)
            {
                all = false;
                report.Failed(row, exception.Message);
            }
        }
        return all;
    }

    private static async Task WriteAsync(string command, List<RowResult> results, CancellationToken stop)
    {
        var file = Path.Combine(Built.Root, "tests/Benchmarks/RESULTS.md");
        var version = FileVersionInfo.GetVersionInfo(Built.Gateway).ProductVersion ?? "unknown";
        var text = ResultsFile.Compose(command, version, TimeProvider.System.GetLocalNow(), results);
        await File.WriteAllTextAsync(file, text, stop);
        Console.WriteLine($"written to {file}");
    }
}
