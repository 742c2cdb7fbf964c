using System.Globalization;
using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>The words and numbers of a row's result, for the console and for the file alike.</summary>
internal sealed class RowText(RowResult result)
{
    public string Title => result.Row.Title;

    public string ValueA => Value(result.MedianA(result.Row.Value));

    public string ValueB => Value(result.MedianB(result.Row.Value));

    public string Ratio => Number(result.Ratio, "0.00");

    public string Range => $"{Number(result.Ratios.Min(), "0.00")}..{Number(result.Ratios.Max(), "0.00")}";

    public string Pairs => string.Join(' ', result.Ratios.Select(r => Number(r, "0.00")));

    public string Minimum => (result.Row.Minimum, result.IsMet) switch
    {
        ({ } minimum, true) => $"{Number(minimum, "0.0")} met",
        ({ } minimum, false) => $"{Number(minimum, "0.0")} NOT MET",
        _ => "none",
    };

    /// <summary>What the medians of one side say beyond the compared value.</summary>
    public string Details(bool ofA)
    {
        if (result.Row.IsFile)
        {
            return $"{Median(s => s.Load.Seconds, "0.00")} s, server CPU {Median(s => 100 * s.Load.ServerCpuSeconds / s.Load.Seconds, "0")} %, "
                + $"client CPU {Median(s => 100 * s.Load.ClientCpuSeconds / s.Load.Seconds, "0")} %, others {Median(s => 100 * s.Load.OthersCpuSeconds / s.Load.Seconds, "0")} %";
        }
        if (result.Row.Workload == Workload.Idle)
            return $"{Median(s => s.ResidentBytes / 1e6, "0.0")} MB resident, opened in {Median(s => s.Load.Seconds, "0.0")} s";
        var parts = new List<string>
        {
            $"p50 {Median(s => s.Load.P50, "0")} µs",
            $"p99 {Median(s => s.Load.P99, "0")} µs",
            $"p99.9 {Median(s => s.Load.P999, "0")} µs",
            $"{Median(s => s.Load.MegabytesPerSecond, "0.0")} MB/s",
            $"{Median(s => s.Load.ServerCpuPerMillion, "0.0")} CPU s/M",
            $"server CPU {Median(s => 100 * s.Load.ServerCpuSeconds / s.Load.Seconds, "0")} %",
            $"client CPU {Median(s => 100 * s.Load.ClientCpuSeconds / s.Load.Seconds, "0")} %",
            $"others {Median(s => 100 * s.Load.OthersCpuSeconds / s.Load.Seconds, "0")} %",
        };
        if (result.Row.Workload == Workload.Http)
            parts.Add($"{Median(s => (double)s.Load.Bytes / s.Load.Messages, "0")} B a response");
        return string.Join(", ", parts);

        string Median(Func<Sample, double> value, string format) =>
            Number(ofA ? result.MedianA(value) : result.MedianB(value), format);
    }

    private string Value(double value) => $"{Number(value, "#,0")} {result.Row.Unit}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
