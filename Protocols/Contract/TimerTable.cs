namespace SocketGateway.Protocols.Contract;

/// <summary>The timers of a connection: set and cleared by commits, due on the connection's own clock (rule 11).</summary>
internal sealed class TimerTable
{
    /// <summary>Timers that one connection may have at a time.</summary>
    public const int MaxTimers = 16;

    private readonly List<(string Name, long Generation, long Due)> _timers = [];

    public long NextDue { get; private set; } = long.MaxValue;

    public void Set(string name, long generation, long due)
    {
        Remove(name);
        _timers.Add((name, generation, due));
        Recalculate();
    }

    public void Clear(string name)
    {
        Remove(name);
        Recalculate();
    }

    /// <summary>Takes out the timer that has been due longest.</summary>
    public bool TryTakeDue(long now, out string name, out long generation)
    {
        (name, generation) = ("", 0);
        if (NextDue > now) return false;
        var first = _timers.MinBy(t => t.Due);
        (name, generation) = (first.Name, first.Generation);
        _timers.Remove(first);
        Recalculate();
        return true;
    }

    public TimerSnapshot[] Snapshot(long now) =>
        _timers.Count == 0 ? [] : [.. _timers.Select(t => new TimerSnapshot(t.Name, t.Generation, TimeSpan.FromMilliseconds(Math.Max(0, t.Due - now))))];

    private void Remove(string name) => _timers.RemoveAll(t => t.Name == name);

    private void Recalculate()
    {
        NextDue = long.MaxValue;
        foreach (var timer in _timers) NextDue = Math.Min(NextDue, timer.Due);
    }
}
