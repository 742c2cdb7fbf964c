namespace SocketGateway.Benchmarks.Load;

/// <summary>What one run of the load client measured; travels from its process as JSON.</summary>
/// <param name="Messages">Round trips (or whole connections) completed in the measured time.</param>
/// <param name="Bytes">Bytes received in them; sent, for <see cref="Workload.Upload"/>.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="P50">Median latency, microseconds.</param>
/// <param name="P99">99 % of the round trips took no longer, microseconds.</param>
/// <param name="P999">99.9 % of the round trips took no longer, microseconds.</param>
/// <param name="Errors">Failed connections, wrong answers, and connections that had no answer at all.</param>
/// <param name="FirstError">The first of them in words.</param>
/// <param name="ClientCpuSeconds">CPU time of the load client in the measured time.</param>
/// <param name="ServerCpuSeconds">CPU time of the server in the measured time.</param>
/// <param name="DestinationCpuSeconds">CPU time of what the server forwards to.</param>
/// <param name="OthersCpuSeconds">CPU time of everything else on the machine: a disturbed run shows here.</param>
internal sealed record LoadResult(
    long Messages, long Bytes, double Seconds, double P50, double P99, double P999, long Errors, string? FirstError,
    double ClientCpuSeconds, double ServerCpuSeconds, double DestinationCpuSeconds, double OthersCpuSeconds)
{
    public double MessagesPerSecond => Messages / Seconds;

    public double MegabytesPerSecond => Bytes / Seconds / 1e6;

    public double GibibytesPerSecond => Bytes / Seconds / (1 << 30);

    /// <summary>CPU seconds of the server for a million messages.</summary>
    public double ServerCpuPerMillion => Messages == 0 ? 0 : ServerCpuSeconds * 1e6 / Messages;

    /// <summary>CPU seconds of the server for a GiB.</summary>
    public double ServerCpuPerGibibyte => Bytes == 0 ? 0 : ServerCpuSeconds * (1 << 30) / Bytes;
}
