namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// What ordinary connections say of a destination. Connects and starts are counted apart: every connection that breaks early was connected before, so connects alone would
/// always begin anew.
/// </summary>
internal sealed class PassiveHealth(PassiveHealthPolicy policy)
{
    private int _failedConnects;
    private int _failedStarts;
    private long _multiplier;
    private long _ended;

    public bool IsEjected { get; private set; }

    /// <summary>When the ejection is over, on the pool's clock; 0 without one.</summary>
    public long EjectedUntil { get; private set; }

    /// <summary>Ejections so far.</summary>
    public long Ejections { get; private set; }

    public void Connected() => _failedConnects = 0;

    /// <summary>True when it should be ejected.</summary>
    public bool ConnectFailed() => policy.Enabled && ++_failedConnects >= policy.Failures;

    /// <summary>A byte came from it.</summary>
    public void Started() => _failedStarts = 0;

    /// <summary>A connection broke before a byte came from it; true when it should be ejected.</summary>
    public bool StartFailed() => policy.Enabled && ++_failedStarts >= policy.Failures;

    public void Eject(long now)
    {
        var period = Math.Max(1, policy.ReactivationPeriod);
        var healed = Math.Max(0, now - _ended) / period;
        var longest = Math.Max(1, (policy.MaxReactivationPeriod + period - 1) / period);
        _multiplier = Math.Min(Math.Max(0, _multiplier - healed) + 1, longest);
        (IsEjected, EjectedUntil) = (true, now + Math.Min(_multiplier * period, policy.MaxReactivationPeriod));
        Ejections++;
    }

    public void EndEjection(long now) => (IsEjected, EjectedUntil, _ended) = (false, 0, now);

    /// <summary>It comes up, and failures of before it went say nothing of now.</summary>
    public void Forgive() => (_failedConnects, _failedStarts) = (0, 0);
}
