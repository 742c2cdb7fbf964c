namespace SocketGateway.Protocols.Contract;

/// <summary>The bounds of one connection. Sizes in bytes, times in milliseconds of the connection's own monotonic clock.</summary>
internal sealed record LedgerLimits
{
    public const int MaxChannels = 4;
    public const int MaxWaitingPushes = 64;
    public const int MaxEpochsPerMinute = 100;
    public const int MaxInputWindow = 1 << 20;

    public int InputWindow { get; init; } = 64 * 1024;
    public int OutputWindow { get; init; } = 64 * 1024;
    public int MaxCommit { get; init; } = 256 * 1024;
    public int MaxState { get; init; } = 64 * 1024;
    public int PoisonLimit { get; init; } = 3;

    /// <summary>0: no limit.</summary>
    public long IdleTimeout { get; init; }

    public long HoldTimeout { get; init; } = 30_000;
    public long CloseTimeout { get; init; } = 5_000;
    public long OpenTimeout { get; init; } = 10_000;

    /// <summary>What a session that is to move may take for the step under way.</summary>
    public long StopTimeout { get; init; } = 65_000;

    /// <summary>The input window that holds a message of this size and one read (rule 7).</summary>
    public int WindowFor(int maxMessage) => WindowFor(maxMessage, InputWindow);

    /// <summary>At most <see cref="MaxInputWindow"/>, unless more is configured for every connection.</summary>
    public static int WindowFor(int maxMessage, int inputWindow) => (int)Math.Max(inputWindow, Math.Min(MaxInputWindow, (long)maxMessage + inputWindow));

    /// <summary>A lost session is replaced; else its connection is closed.</summary>
    public bool Resume { get; init; } = true;
}
