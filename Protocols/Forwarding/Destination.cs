using System.Net;

namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// One destination as its pool knows it. Everybody else holds it as a token and reads its name; all that can change belongs to the pool's lock.
/// </summary>
/// <param name="settings">Its settings at first.</param>
/// <param name="policy">The pool's.</param>
/// <param name="joins">It comes to a pool that works already, so its first start is slow as well.</param>
public sealed class Destination(DestinationSettings settings, ForwardPolicy policy, bool joins)
{
    /// <summary>A weight of 1 in effect, fine enough for a slow start.</summary>
    internal const int WeightUnit = 1_000;

    private IPEndPoint[] _addresses = [];
    private int _turn;
    private long _wholeFrom;
    private bool _startsSlowly = joins;
    private bool _isDrained;

    /// <summary>The configured name.</summary>
    public string Name { get; } = settings.Name;

    /// <summary>Of its name.</summary>
    internal ulong Hash { get; } = StableHash.Of(settings.Name);

    internal DestinationSettings Settings { get; set; } = settings;

    internal bool IsRemoved { get; set; }

    /// <summary>It takes connections, or would if it were not full. Kept, since it is asked for with each connection.</summary>
    internal bool IsUp { get; private set; }

    /// <summary>Connections that it has, those being opened included.</summary>
    internal int Active { get; private set; }

    /// <summary>Connections that it was ever chosen for.</summary>
    internal long Taken { get; private set; }

    /// <summary>Failed connects.</summary>
    internal ConnectFailureCounts Failures { get; set; }

    /// <summary>Connections that broke before it sent a byte.</summary>
    internal long FailedStarts { get; set; }

    /// <summary>What round robin owes it.</summary>
    internal long Gained { get; set; }

    internal ActiveHealth ActiveHealth { get; } = new(policy.ActiveHealth);

    internal PassiveHealth PassiveHealth { get; } = new(policy.PassiveHealth);

    internal bool IsFull => Settings.MaxConnections > 0 && Active >= Settings.MaxConnections;

    /// <summary>Connections that it could take on top, were it up.</summary>
    internal int Free => Settings.MaxConnections > 0 ? Math.Max(0, Settings.MaxConnections - Active) : int.MaxValue;

    internal DestinationState State => this switch
    {
        { IsRemoved: true } => DestinationState.Removed,
        { _isDrained: true } or { Settings.Weight: 0 } => DestinationState.Draining,
        { _addresses.Length: 0 } => DestinationState.Unresolved,
        { ActiveHealth.IsDown: true } => DestinationState.Down,
        { PassiveHealth.IsEjected: true } => DestinationState.Ejected,
        { IsFull: true } => DestinationState.Full,
        _ => DestinationState.Up,
    };

    /// <summary>Sees whether it is up; one that comes up starts slowly, unless it does so for the first time together with its pool.</summary>
    internal void Refresh(long now)
    {
        var wasUp = IsUp;
        IsUp = State is DestinationState.Up or DestinationState.Full;
        if (wasUp || !IsUp) return;
        PassiveHealth.Forgive();
        if (_startsSlowly) _wholeFrom = now + policy.SlowStart;
        _startsSlowly = true;
    }

    /// <summary>Counts a connection, and gives the address whose turn it is.</summary>
    internal IPEndPoint Take()
    {
        Active++;
        Taken++;
        _turn = (_turn + 1) % _addresses.Length;
        return _addresses[_turn];
    }

    internal void Release()
    {
        if (Active == 0) throw new InvalidOperationException($"More connections to {Name} ended than were taken.");
        Active--;
    }

    /// <summary>An operator wants no more connections there, or wants them again; false when that is so already.</summary>
    internal bool Drain(bool drain)
    {
        if (_isDrained == drain) return false;
        _isDrained = drain;
        return true;
    }

    /// <summary>False when they are the same as before.</summary>
    internal bool SetAddresses(IReadOnlyList<IPEndPoint> addresses)
    {
        if (_addresses.SequenceEqual(addresses)) return false;
        (_addresses, _turn) = ([.. addresses], -1);
        return true;
    }

    /// <summary>Its share relative to others at this moment, in units of 1/<see cref="WeightUnit"/>.</summary>
    internal int WeightAt(long now)
    {
        var whole = Settings.Weight * WeightUnit;
        var missing = Math.Min(_wholeFrom - now, policy.SlowStart);
        return missing <= 0 ? whole : whole - (int)(whole * 9L * missing / (10 * policy.SlowStart));
    }

    internal DestinationReport Report(long now) => new(Name, string.Join(", ", _addresses.AsEnumerable()), State)
    {
        IsBackup = Settings.IsBackup,
        Active = Active,
        Taken = Taken,
        Failures = Failures,
        FailedStarts = FailedStarts,
        Weight = (double)WeightAt(now) / WeightUnit,
        Ejections = PassiveHealth.Ejections,
        EjectedUntil = PassiveHealth.EjectedUntil,
    };
}
