namespace SocketGateway.Protocols.Contract;

/// <summary>Events that no commit has handled yet, oldest first.</summary>
internal sealed class PendingEvents
{
    private readonly List<(long Id, SessionEvent Event)> _events = [];
    private long _lastId;

    public int Pushes { get; private set; }
    public IReadOnlyList<(long Id, SessionEvent Event)> All => _events;

    public long Add(SessionEvent occurrence)
    {
        if (occurrence is SessionEvent.Pushed) Pushes++;
        _events.Add((++_lastId, occurrence));
        return _lastId;
    }

    public bool TryTake(long id, out SessionEvent? occurrence)
    {
        var index = _events.FindIndex(e => e.Id == id);
        occurrence = index < 0 ? null : _events[index].Event;
        if (index < 0) return false;
        if (occurrence is SessionEvent.Pushed) Pushes--;
        _events.RemoveAt(index);
        return true;
    }

    public bool Contains(long id) => _events.Exists(e => e.Id == id);

    /// <summary>Timers that fired and were not handled, as ones with no time left.</summary>
    public IEnumerable<TimerSnapshot> FiredTimers() =>
        _events.Select(e => e.Event).OfType<SessionEvent.TimerDue>().Select(due => new TimerSnapshot(due.Name, due.Generation, TimeSpan.Zero));

    /// <summary>A timer that was set again or cleared after it fired does not fire for its old setting.</summary>
    public void ForgetTimer(string name) => _events.RemoveAll(e => e.Event is SessionEvent.TimerDue due && due.Name == name);

    /// <summary>What happened on a channel that goes with its epoch is nobody's business any more; its number may be given again.</summary>
    public void ForgetChannel(int channel) => _events.RemoveAll(e => e.Event switch
    {
        SessionEvent.ChannelOpened opened => opened.Channel == channel,
        SessionEvent.ChannelClosed closed => closed.Channel == channel,
        _ => false,
    });
}
