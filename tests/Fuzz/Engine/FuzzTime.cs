using System.Globalization;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>The time for all entries together, <c>FUZZ_SECONDS</c>, shared out; the test runner runs as many at once as there are processors.</summary>
internal static class FuzzTime
{
    private const int DefaultSeconds = 60;

    public static TimeSpan PerEntry { get; } =
        TimeSpan.FromSeconds(Seconds) * Math.Max(1, Environment.ProcessorCount) / typeof(FuzzTests).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(FuzzTests)));

    /// <summary>The seed of the one input to try, from an earlier failure; null for new ones.</summary>
    public static string? Seed { get; } = Environment.GetEnvironmentVariable("FUZZ_SEED") is { Length: > 0 } seed ? seed : null;

    private static double Seconds =>
        double.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultSeconds;
}
