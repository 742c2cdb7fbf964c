namespace SocketGateway.Benchmarks.Runs;

/// <summary>All rounds of a row, in each of which every side ran once.</summary>
/// <param name="Row">The row.</param>
/// <param name="Names">The sides, the one that is compared first, its rivals behind it.</param>
/// <param name="Rounds">The samples of each round, in the order of the names.</param>
internal sealed record RowResult(Row Row, IReadOnlyList<string> Names, IReadOnlyList<Sample[]> Rounds)
{
    /// <summary>Of the rivals the one with the best median: its number among the names.</summary>
    public int Rival { get; } = Enumerable.Range(1, Names.Count - 1).MaxBy(side =>
        (Row.LessIsBetter ? -1 : 1) * Statistics.Median(Rounds.Select(round => Row.Value(round[side]))));

    /// <summary>The first side against its rival, round by round.</summary>
    public IReadOnlyList<double> Ratios => [.. Rounds.Select(round => Row.Ratio(round[0], round[Rival]))];

    public double Ratio => Statistics.Median(Ratios);

    /// <summary>Null when the row has no minimum.</summary>
    public bool? IsMet => Row.Minimum is { } minimum ? Ratio >= minimum : null;

    public double Median(int side, Func<Sample, double> value) => Statistics.Median(Rounds.Select(round => value(round[side])));
}
