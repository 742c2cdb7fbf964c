namespace SocketGateway.Gateway.Configuration;

/// <summary>Connections of the gateway's own, which ask each destination how it is.</summary>
internal sealed record ActiveHealthCheckOptions
{
    private const int LongestText = 1024;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>From the end of one check to the next. Default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a whole check may take. Default 2 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Said to the destination once it is connected. Default null: that it can be connected to is enough.</summary>
    public RawText? Send { get; init; }

    /// <summary>What its answer must contain, within the first 4 KiB. Default null: any answer, or none when nothing was sent.</summary>
    public RawText? Expect { get; init; }

    /// <summary>Failures in a row until it is down. Default 3.</summary>
    public int Fall { get; init; } = 3;

    /// <summary>Successes in a row until it is up again. Default 2.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>The faults of these values.</summary>
    public IEnumerable<ConfigurationFault> Validate()
    {
        if (!Enabled && (Send ?? Expect) is not null) yield return new(nameof(Enabled), "is missing: nothing is sent or expected without it");
        if (Interval < Shortest || Interval > Longest) yield return new(nameof(Interval), "must be from 50 ms to 1 day");
        if (Timeout < Shortest || Timeout > Longest) yield return new(nameof(Timeout), "must be from 50 ms to 1 day");
        if (Fall < 1) yield return new(nameof(Fall), "must be at least 1");
        if (Rise < 1) yield return new(nameof(Rise), "must be at least 1");
        if (Send?.Value.Length > LongestText) yield return new(nameof(Send), $"must not be longer than {LongestText}");
        if (Expect?.Value.Length > LongestText) yield return new(nameof(Expect), $"must not be longer than {LongestText}");
    }
}
