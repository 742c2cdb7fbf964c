using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>Prints each row as it ends, and the table at last.</summary>
internal sealed class ConsoleReport(string nameA, string nameB, TextWriter output)
{
    public void Row(RowResult result)
    {
        var text = new RowText(result);
        var width = Math.Max(nameA.Length, nameB.Length);
        output.WriteLine(text.Title);
        output.WriteLine($"  {nameA.PadRight(width)}  {text.ValueA,18}   {text.Details(ofA: true)}");
        output.WriteLine($"  {nameB.PadRight(width)}  {text.ValueB,18}   {text.Details(ofA: false)}");
        output.WriteLine($"  ratio {text.Ratio}, minimum {text.Minimum}, pairs {text.Pairs}");
    }

    public void Failed(Row row, string reason)
    {
        output.WriteLine(row.Title);
        output.WriteLine($"  FAILED: {reason}");
    }

    public void Skipped(Row row, string reason)
    {
        output.WriteLine(row.Title);
        output.WriteLine($"  skipped: {reason}");
    }

    public void Table(IEnumerable<RowResult> results)
    {
        output.WriteLine();
        output.WriteLine($"{"",-36} {nameA,18} {nameB,18}  {"ratio",5}  {"min..max",-10}  minimum");
        foreach (var text in results.Select(r => new RowText(r)))
            output.WriteLine($"{text.Title,-36} {text.ValueA,18} {text.ValueB,18}  {text.Ratio,5}  {text.Range,-10}  {text.Minimum}");
    }
}
