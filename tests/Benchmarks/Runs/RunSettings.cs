namespace SocketGateway.Benchmarks.Runs;

/// <summary>How long and how often each row runs.</summary>
internal sealed record RunSettings(int Pairs, double Seconds, double WarmUpSeconds, int Threads, string HttpPath)
{
    /// <summary>Load before each measured time, not counted.</summary>
    public double RampSeconds => Math.Min(0.3, Seconds / 4);

    /// <summary>Time given to the server to settle before its memory is read.</summary>
    public TimeSpan SettleTime => TimeSpan.FromSeconds(Math.Min(2, Seconds));
}
