using System.Globalization;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>How long and how strict: CHAOS_MINUTES lengthens, CHAOS_SEED repeats a run's choices, CLUSTER_STRICT=1 asserts the times that a machine of its own must keep.</summary>
internal static class ClusterLimits
{
    private static readonly double Minutes =
        double.TryParse(Environment.GetEnvironmentVariable("CHAOS_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    /// <summary>More than a build's own run.</summary>
    public static bool Long { get; } = Minutes > 0;

    /// <summary>How long faults go on: a minute in a build's own run, two at least in a long one.</summary>
    public static TimeSpan Faults { get; } = Long ? TimeSpan.FromMinutes(Math.Max(2, Minutes)) : TimeSpan.FromMinutes(1);

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CHAOS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    private static bool Strict { get; } = Environment.GetEnvironmentVariable("CLUSTER_STRICT") == "1";

    /// <summary>The time that is promised, or one that a busy machine keeps too.</summary>
    public static TimeSpan Within(TimeSpan promised, TimeSpan busy) => Strict ? promised : busy;
}
