namespace SocketGateway.Benchmarks.Runs;

/// <summary>All pairs of a row.</summary>
internal sealed record RowResult(Row Row, IReadOnlyList<Pair> Pairs)
{
    public IReadOnlyList<double> Ratios { get; } = [.. Pairs.Select(Row.Ratio)];

    public double Ratio => Statistics.Median(Ratios);

    /// <summary>Null when the row has no minimum.</summary>
    public bool? IsMet => Row.Minimum is { } minimum ? Ratio >= minimum : null;

    public double MedianA(Func<Sample, double> value) => Statistics.Median(Pairs.Select(p => value(p.A)));

    public double MedianB(Func<Sample, double> value) => Statistics.Median(Pairs.Select(p => value(p.B)));
}
