namespace SocketGateway.Benchmarks.Runs;

/// <summary>Two runs, one right after the other, one of each side.</summary>
internal sealed record Pair(Sample A, Sample B);
