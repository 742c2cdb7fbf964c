using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>Prints each row as it ends, and the table at last.</summary>
internal sealed class ConsoleReport(TextWriter output)
{
    public void Row(RowResult result)
    {
        var text = new RowText(result);
        var width = text.Names.Max(name => name.Length);
        output.WriteLine(text.Title);
        for (var side = 0; side < text.Names.Count; side++)
            output.WriteLine($"  {text.Names[side].PadRight(width)}  {text.Value(side),18}   {text.Details(side)}");
        output.WriteLine($"  ratio to {text.Rival} {text.Ratio}, minimum {text.Minimum}, pairs {text.Pairs}");
    }

    public void Failed(Row row, string reason)
    {
        output.WriteLine(row.Title);
        output.WriteLine($"  FAILED: {reason}");
    }

    public void Skipped(Row row, string missing)
    {
        output.WriteLine(row.Title);
        output.WriteLine($"  skipped, without {missing}");
    }

    /// <summary>The row runs, but not between all.</summary>
    public void Without(Row row, string missing) => output.WriteLine($"{row.Title}: without {missing}");

    public void Table(IEnumerable<RowResult> results)
    {
        output.WriteLine();
        output.WriteLine($"{"",-46} {"",18} {"best rival",18}  {"",-15}  {"ratio",5}  {"min..max",-10}  minimum");
        foreach (var text in results.Select(r => new RowText(r)))
            output.WriteLine($"{text.Title,-46} {text.FirstValue,18} {text.RivalValue,18}  {text.Rival,-15}  {text.Ratio,5}  {text.Range,-10}  {text.Minimum}");
    }
}
