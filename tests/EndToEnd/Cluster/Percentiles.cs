namespace SocketGateway.EndToEnd.Cluster;

/// <summary>What clients have waited, in order.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> values)
{
    private readonly TimeSpan[] _values = [.. values.Order()];

    public int Count => _values.Length;

    /// <summary>The value that this share of all does not exceed.</summary>
    public TimeSpan At(double share) => _values[Math.Max(0, (int)Math.Ceiling(share * _values.Length) - 1)];

    public override string ToString() => $"{Count} clients: p50 {At(0.5).TotalMilliseconds:0} ms, p99 {At(0.99).TotalMilliseconds:0} ms, longest {At(1).TotalMilliseconds:0} ms";
}
