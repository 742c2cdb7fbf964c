using System.Globalization;
using System.Text;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>RESULTS.md: the last run that was thought worth keeping.</summary>
internal static class ResultsFile
{
    public static string Compose(
        string command, string nameA, string nameB, string version, DateTimeOffset when, IReadOnlyList<RowResult> results)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');

        Line("# Results");
        Line();
        Line("Written by the program; [README.md](README.md) says what each number includes. Compare ratios, not machines.");
        Line();
        Line($"- Taken: {when.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        Line($"- Machine: {Machine.Describe()}");
        Line($"- Version: {version}");
        Line($"- Command: `{command}`");
        Line();
        Line($"| row | {nameA} | {nameB} | ratio | min..max | minimum |");
        Line("|---|--:|--:|--:|---|---|");
        foreach (var row in results.Select(r => new RowText(r)))
            Line($"| {row.Title} | {row.ValueA} | {row.ValueB} | {row.Ratio} | {row.Range} | {row.Minimum} |");
        Line();
        Line("Medians behind them, and the ratio of each pair in the order they ran:");
        foreach (var row in results.Select(r => new RowText(r)))
        {
            Line();
            Line($"**{row.Title}**");
            Line($"- {nameA}: {row.Details(ofA: true)}");
            Line($"- {nameB}: {row.Details(ofA: false)}");
            Line($"- pairs: {row.Pairs}");
        }
        return text.ToString();
    }
}
