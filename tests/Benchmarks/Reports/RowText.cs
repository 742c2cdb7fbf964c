using System.Globalization;
using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>The words and numbers of a row's result, for the console and for the file alike.</summary>
internal sealed class RowText(RowResult result)
{
    public string Title => result.Row.Title;

    public IReadOnlyList<string> Names => result.Names;

    /// <summary>The rival that the ratio is taken against.</summary>
    public string Rival => result.Names[result.Rival];

    public string FirstValue => Value(0);

    public string RivalValue => Value(result.Rival);

    public string Ratio => Number(result.Ratio, "0.00");

    public string Range => $"{Number(result.Ratios.Min(), "0.00")}..{Number(result.Ratios.Max(), "0.00")}";

    public string Pairs => string.Join(' ', result.Ratios.Select(r => Number(r, "0.00")));

    public string Minimum => (result.Row.Minimum, result.IsMet) switch
    {
        ({ } minimum, true) => $"{Number(minimum, "0.0")} met",
        ({ } minimum, false) => $"{Number(minimum, "0.0")} NOT MET",
        _ => "none",
    };

    public string Value(int side) => $"{Number(result.Median(side, result.Row.Value), result.Row.IsBulk ? "0.00" : "#,0")} {result.Row.Unit}";

    /// <summary>What the medians of one side say beyond the compared value.</summary>
    public string Details(int side)
    {
        if (result.Row.Workload == Workload.Idle)
            return $"{Median(s => s.ResidentBytes / 1e6, "0.0")} MB resident, opened in {Median(s => s.Load.Seconds, "0.0")} s";
        if (result.Row.IsFile)
            return string.Join(", ", [$"{Median(s => s.Load.Seconds, "0.00")} s", .. Processors()]);
        var parts = new List<string>
        {
            $"p50 {Median(s => s.Load.P50, "0")} µs",
            $"p99 {Median(s => s.Load.P99, "0")} µs",
            $"p99.9 {Median(s => s.Load.P999, "0")} µs",
        };
        if (!result.Row.IsBulk)
        {
            parts.Add($"{Median(s => s.Load.MegabytesPerSecond, "0.0")} MB/s");
            parts.Add($"{Median(s => s.Load.ServerCpuPerMillion, "0.0")} CPU s/M");
        }
        if (result.Row.Topology == Topology.Forward && result.Row.Workload != Workload.Connect)
            parts.Add($"{Median(s => s.Load.ServerCpuPerGibibyte, "0.00")} CPU s/GiB");
        parts.AddRange(Processors());
        if (result.Row.Workload == Workload.Http)
            parts.Add($"{Median(s => (double)s.Load.Bytes / s.Load.Messages, "0")} B a response");
        return string.Join(", ", parts);

        IEnumerable<string> Processors()
        {
            yield return $"server CPU {Percent(load => load.ServerCpuSeconds)} %";
            yield return $"client CPU {Percent(load => load.ClientCpuSeconds)} %";
            if (result.Row.Topology == Topology.Forward) yield return $"destination CPU {Percent(load => load.DestinationCpuSeconds)} %";
            yield return $"others {Percent(load => load.OthersCpuSeconds)} %";
        }

        string Percent(Func<LoadResult, double> seconds) => Median(s => 100 * seconds(s.Load) / s.Load.Seconds, "0");

        string Median(Func<Sample, double> value, string format) => Number(result.Median(side, value), format);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
