namespace SocketGateway.Protocols.Contract;

/// <summary>
/// When a lost session is replaced, and when the connection is given up: spacing, hold time, poison and the limit on incarnations (rules 13 and 14).
/// </summary>
internal sealed class RecoveryPolicy(LedgerLimits limits)
{
    /// <summary>A session that has served this long without failing ends the count of hold time.</summary>
    private const long Stable = 10_000;

    private static readonly long[] Spacing = [0, 100, 1_000, 5_000];

    private long _minuteBegan = long.MinValue / 2;
    private int _epochsThisMinute;
    private int _attempts;
    private int _poison;
    private long _openedAt;

    /// <summary>Since when the connection has had no session that made progress; <see cref="long.MaxValue"/> when it has one.</summary>
    public long HeldSince { get; private set; } = long.MaxValue;

    public long HoldDue => HeldSince == long.MaxValue ? long.MaxValue : HeldSince + limits.HoldTimeout;
    public int PoisonCount => _poison;

    public void Progress(bool consumed)
    {
        _attempts = 0;
        HeldSince = long.MaxValue;
        if (consumed) _poison = 0;
    }

    public void Opened(long now) => _openedAt = now;

    /// <summary>A failure of a step that began on input or an event; true when the input is poison.</summary>
    public bool CountPoison() => ++_poison >= limits.PoisonLimit;

    public void ForgetPoison() => _poison = 0;

    /// <summary>The instant of the next attempt.</summary>
    public long NextAttempt(long now, bool wasServing)
    {
        if (wasServing && now - _openedAt >= Stable)
        {
            HeldSince = long.MaxValue;
            _attempts = 0;
        }

        if (HeldSince == long.MaxValue) HeldSince = now;
        return now + Spacing[Math.Min(_attempts++, Spacing.Length - 1)];
    }

    /// <summary>Counts an incarnation; false when there were more than <see cref="LedgerLimits.MaxEpochsPerMinute"/> within a minute.</summary>
    public bool CountEpoch(long now)
    {
        if (now - _minuteBegan >= 60_000) (_minuteBegan, _epochsThisMinute) = (now, 0);
        return ++_epochsThisMinute <= LedgerLimits.MaxEpochsPerMinute;
    }
}
