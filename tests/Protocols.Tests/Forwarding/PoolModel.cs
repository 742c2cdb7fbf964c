using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>
/// What a pool should say and do, kept beside a real one in the plainest way: each operation is done at both, and then compared. Whether a destination is ejected is the pool's own word.
/// </summary>
internal sealed class PoolModel
{
    private const int MaxPending = 3;

    private static readonly string[] Names = ["a", "b", "c", "x"];

    private readonly DestinationPool _pool = new(
        new ForwardPolicy { MaxPending = MaxPending, PassiveHealth = new() { Failures = 2, ReactivationPeriod = 100 } }, [.. Names.Select(name => SettingsOf(name, 2))], seed: 1);

    private readonly Dictionary<string, ModelDestination> _destinations = Names.ToDictionary(name => name, name => new ModelDestination { Settings = SettingsOf(name, 2) });
    private readonly List<Destination> _open = [];
    private readonly List<Waiter> _waiting = [];
    private readonly List<Waiter> _called = [];
    private readonly List<Waiter> _done = [];
    private readonly HashSet<string> _ejected = [];
    private long _now;

    /// <summary>Does one operation, which the numbers choose, and compares.</summary>
    public void Do(int operation, int which, int how)
    {
        var name = Names[which % Names.Length];
        var destination = _destinations[name];
        switch (operation)
        {
            case 0:
                Come(null, [.. _open.Distinct().Where((_, i) => (how >> i & 1) != 0)], wait: which % 2 == 0);
                break;
            case 1 when _called.Count > 0:
                Come(_called[which % _called.Count], [], wait: how % 2 == 0);
                break;
            case 2 when _called.Count + _waiting.Count > 0:
                GiveUp(_called.Concat(_waiting).ElementAt(which % (_called.Count + _waiting.Count)));
                break;
            case 3 when _open.Count > 0:
                _pool.ConnectFailed(End(which), (ConnectFailure)(how % 5), _now);
                break;
            case 4 when _open.Count > 0:
                _pool.Released(End(which), (ReleaseKind)(how % 3), heard: how % 2 == 0, _now);
                break;
            case 5 when _open.Count > 0:
                _pool.Connected(_open[which % _open.Count]);
                break;
            case 6:
                _pool.Tick(_now += how * 10);
                break;
            case 7:
                Assert.Equal(!destination.Removed, _pool.Checked(name, how % 3 == 0, _now));
                if (!destination.Removed) destination.Check(how % 3 == 0);
                break;
            case 8:
                Assert.Equal(!destination.Removed, _pool.SetAddresses(name, how % 3 == 0 ? [] : [PoolHarness.AddressOf(name)], _now));
                if (!destination.Removed) destination.Resolved = how % 3 != 0;
                break;
            case 9:
                Assert.Equal(!destination.Removed, _pool.Drain(name, how % 3 == 0, _now));
                if (!destination.Removed) destination.Drained = how % 3 == 0;
                break;
            case 10:
                Update(which, how);
                break;
        }

        Compare();
    }

    /// <summary>With everything up and without limits all that wait are served, and nothing remains.</summary>
    public void Settle()
    {
        Update(0b1111, 0);
        foreach (var name in Names)
        {
            _pool.SetAddresses(name, [PoolHarness.AddressOf(name)], _now);
            _pool.Drain(name, false, _now);
            _pool.Checked(name, true, _now);
            _pool.Checked(name, true, _now);
            (_destinations[name].Resolved, _destinations[name].Drained) = (true, false);
            _destinations[name].Check(true);
            _destinations[name].Check(true);
        }

        Compare();
        Assert.Empty(_waiting);
        while (_called.Count > 0) Do(1, 0, 0);
        while (_open.Count > 0) Do(4, 0, 0);
        Assert.All(_pool.Report(_now).Destinations, row => Assert.Equal(0, row.Active));
    }

    private void Come(Waiter? waiter, Destination[] tried, bool wait)
    {
        var result = _pool.Take(new ForwardRequest((ulong)_now, tried, waiter), _now);
        Look();
        Assert.Equal(Expected(tried, waiter is not null), result.Status);
        if (waiter is not null) Leave(waiter);
        if (result.IsTaken)
        {
            var chosen = _destinations[result.Destination.Name];
            Assert.True(IsUp(result.Destination.Name) && !IsFull(chosen) && !tried.Contains(result.Destination));
            Assert.True(!chosen.Settings.IsBackup || !Names.Any(name => IsUp(name) && !_destinations[name].Settings.IsBackup && tried.All(one => one.Name != name)));
            (chosen.Active, chosen.Taken) = (chosen.Active + 1, chosen.Taken + 1);
            _open.Add(result.Destination);
        }
        else if (wait && tried.Length == 0)
        {
            var next = new Waiter();
            Assert.Equal(_waiting.Count < MaxPending, _pool.TryWait(next, result));
            if (_waiting.Count < MaxPending) _waiting.Add(next);
        }
    }

    private TakeStatus Expected(Destination[] tried, bool called)
    {
        var up = Names.Where(IsUp).ToArray();
        if (up.Length == 0) return TakeStatus.NoneUp;
        string[] primaries = [.. up.Where(name => !_destinations[name].Settings.IsBackup)], backups = [.. up.Except(primaries)];
        var promised = !called && _called.Count > 0 && Free() <= _called.Count;
        foreach (var tier in new[] { primaries, backups })
        {
            string[] left = [.. tier.Where(name => tried.All(one => one.Name != name))];
            if (left.Any(name => !IsFull(_destinations[name]))) return promised ? TakeStatus.Full : TakeStatus.Taken;
            if (left.Length > 0 && (tier == primaries || primaries.Length == 0)) return TakeStatus.Full;
        }

        return TakeStatus.AllTried;
    }

    private void GiveUp(Waiter waiter)
    {
        _pool.StopWaiting(waiter);
        Leave(waiter);
    }

    private void Leave(Waiter waiter)
    {
        if (_called.Remove(waiter)) _done.Add(waiter);
        else _waiting.Remove(waiter);
    }

    private Destination End(int which)
    {
        var ended = _open[which % _open.Count];
        _open.Remove(ended);
        _destinations[ended.Name].Active--;
        return ended;
    }

    private void Update(int kept, int limit)
    {
        _pool.Update([.. Names.Where((_, i) => (kept >> i & 1) != 0).Select(name => SettingsOf(name, limit))], _now);
        for (var i = 0; i < Names.Length; i++)
        {
            var destination = _destinations[Names[i]];
            // What is gone without connections is forgotten, and anew when it comes back.
            if (destination is { Removed: true, Active: 0 }) _destinations[Names[i]] = destination = new ModelDestination { Removed = true };
            destination.Removed = (kept >> i & 1) == 0;
            if (!destination.Removed) destination.Settings = SettingsOf(Names[i], limit);
        }
    }

    private void Compare()
    {
        var report = Look();
        foreach (var row in report.Destinations)
        {
            var expected = _destinations[row.Name];
            Assert.Equal((expected.Active, expected.Taken), (row.Active, row.Taken));
            Assert.Equal(expected.StateWhen(row.EjectedUntil > 0, IsFull(expected)), row.State);
        }

        Assert.Equal(Names.Where(name => !_destinations[name].Removed || _destinations[name].Active > 0), report.Destinations.Select(row => row.Name).Order());
        Assert.True(report.Destinations.All(row => row.State != DestinationState.Ejected) || Names.Any(IsUp));

        while (_waiting.Count > 0 && _called.Count < Free())
        {
            _called.Add(_waiting[0]);
            _waiting.RemoveAt(0);
        }

        Assert.Equal(_waiting.Count, report.Waiting);
        Assert.All(_waiting, waiter => Assert.Equal(0, waiter.Calls));
        Assert.All(_called.Concat(_done), waiter => Assert.Equal(1, waiter.Calls));
    }

    private long Free()
    {
        var up = Names.Where(IsUp).Select(name => _destinations[name]).ToArray();
        var tier = up.Any(one => !one.Settings.IsBackup) ? up.Where(one => !one.Settings.IsBackup) : up;
        return tier.Sum(one => one.Settings.MaxConnections == 0 ? 1_000_000L : Math.Max(0, one.Settings.MaxConnections - one.Active));
    }

    private bool IsUp(string name) => _destinations[name].StateWhen(_ejected.Contains(name), full: false) == DestinationState.Up;

    private PoolReport Look()
    {
        var report = _pool.Report(_now);
        _ejected.Clear();
        foreach (var row in report.Destinations)
        {
            if (row.EjectedUntil > 0) _ejected.Add(row.Name);
        }

        return report;
    }

    private static bool IsFull(ModelDestination destination) => destination.Settings.MaxConnections > 0 && destination.Active >= destination.Settings.MaxConnections;

    private static DestinationSettings SettingsOf(string name, int limit) => new(name) { IsBackup = name == "x", MaxConnections = limit };
}
