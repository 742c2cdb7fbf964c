using System.Globalization;
using System.Text;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>RESULTS.md: the last run that was thought worth keeping.</summary>
internal static class ResultsFile
{
    public static string Compose(string command, string version, DateTimeOffset when, IReadOnlyList<RowResult> results)
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
        Line($"- Rivals: {RivalVersions.Describe()}");
        Line($"- Command: `{command}`");
        Line();
        Line($"| row | {(results.Count > 0 ? results[0].Names[0] : "gateway")} | best rival | | ratio | min..max | minimum |");
        Line("|---|--:|--:|---|--:|---|---|");
        foreach (var row in results.Select(r => new RowText(r)))
            Line($"| {row.Title} | {row.FirstValue} | {row.RivalValue} | {row.Rival} | {row.Ratio} | {row.Range} | {row.Minimum} |");
        Line();
        Line("Medians behind them, and the ratio of each pair in the order they ran:");
        foreach (var row in results.Select(r => new RowText(r)))
        {
            Line();
            Line($"**{row.Title}**");
            for (var side = 0; side < row.Names.Count; side++)
                Line($"- {row.Names[side]}: {row.Value(side)}, {row.Details(side)}");
            Line($"- pairs with {row.Rival}: {row.Pairs}");
        }
        return text.ToString();
    }
}
