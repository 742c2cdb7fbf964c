namespace SocketGateway.Gateway.Configuration;

/// <summary>What connections tell of a destination: that they were refused, timed out, or were reset before they had an answer.</summary>
internal sealed record PassiveHealthCheckOptions
{
    /// <summary>Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Failures in a row until a destination is left out. Default 5.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>For how long the first time; the second time twice as long, and so on. Default 10 s.</summary>
    public TimeSpan ReactivationPeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>At most. Default 5 min.</summary>
    public TimeSpan MaxReactivationPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The share of destinations that may be left out for this at once, in percent. Default 50.</summary>
    public int MaxEjectedPercent { get; init; } = 50;

    /// <summary>The faults of these values.</summary>
    public IEnumerable<ConfigurationFault> Validate()
    {
        if (Failures < 1) yield return new(nameof(Failures), "must be at least 1");
        if (ReactivationPeriod <= TimeSpan.Zero || ReactivationPeriod > TimeSpan.FromDays(1)) yield return new(nameof(ReactivationPeriod), "must be above 0 and at most 1 day");
        if (MaxReactivationPeriod < ReactivationPeriod || MaxReactivationPeriod > TimeSpan.FromDays(7)) yield return new(nameof(MaxReactivationPeriod), "must be at least ReactivationPeriod and at most 7 days");
        if (MaxEjectedPercent is < 0 or > 100) yield return new(nameof(MaxEjectedPercent), "must be from 0 to 100");
    }
}
