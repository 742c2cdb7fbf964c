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
    private int _crashes;
    private int _nodesLost;
    private long _openedAt;

    /// <summary>Since when the connection has had no session that made progress; <see cref="long.MaxValue"/> when it has one.</summary>
    public long HeldSince { get; private set; } = long.MaxValue;

    public long HoldDue => HeldSince == long.MaxValue ? long.MaxValue : HeldSince + limits.HoldTimeout;

    /// <summary>Crashes on the same input or event. The loss of a node is one half, since any of its sessions may have been the cause; from the second on, all are whole.</summary>
    public double PoisonCount => _crashes + (_nodesLost == 1 ? 0.5 : _nodesLost);

    /// <summary>A node was lost while its session worked on what is still to be done: the next one belongs where it hurts fewest others.</summary>
    public bool IsSuspect => _nodesLost > 0;

    /// <summary>One more, and it is closed: it is tried alone, so that it closes nobody else.</summary>
    public bool IsOnProbation => _nodesLost > 0 && PoisonCount + 1 >= limits.PoisonLimit;

    private bool IsPoison => PoisonCount >= limits.PoisonLimit;

    public void Progress(bool consumed)
    {
        _attempts = 0;
        HeldSince = long.MaxValue;
        if (consumed) ForgetPoison();
    }

    public void Opened(long now) => _openedAt = now;

    /// <summary>A failure of a step that began on input or an event; true when the input is poison.</summary>
    public bool CountPoison()
    {
        _crashes++;
        return IsPoison;
    }

    /// <summary>The process of a session that worked on input or an event is gone; true when the input is poison.</summary>
    public bool CountLostNode()
    {
        _nodesLost++;
        return IsPoison;
    }

    public void ForgetPoison() => (_crashes, _nodesLost) = (0, 0);

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
