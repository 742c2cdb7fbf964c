using SocketGateway.Actors.Messages;

namespace SocketGateway.Actors.State;

/// <summary>
/// The latest events of one connection, for whoever watches it: written by its actor, read by number, so that a reader which is replaced goes on where its state says. One
/// that nobody reads any more is let go by its actor. Thread-safe.
/// </summary>
internal sealed class ConnectionFeed : IConnectionFeed
{
    /// <summary>Events that are kept; a reader that is slower misses some, and is told how many.</summary>
    public const int Capacity = 256;

    /// <summary>Milliseconds after which a feed that was not read is over.</summary>
    public const long Lease = 60_000;

    // Beyond every number of an earlier feed of the same connection, unless that had more than a million events a second.
    private const int NumbersPerMillisecond = 1 << 10;

    private readonly Lock _gate = new();
    private readonly Queue<ConnectionEvent> _events = new();
    private readonly long _origin;
    private long _last;
    private long _readAt;
    private bool _ended;

    public ConnectionFeed(long now) => (_origin, _last, _readAt) = (now * NumbersPerMillisecond, now * NumbersPerMillisecond, now);

    public bool Add(long now, long age, string name, string detail)
    {
        lock (_gate)
        {
            if (IsOver(now)) return false;
            if (_events.Count == Capacity) _events.Dequeue();
            _events.Enqueue(new ConnectionEvent(++_last, age, name, detail));
            return true;
        }
    }

    public void End()
    {
        lock (_gate) _ended = true;
    }

    /// <summary>The events after a number, the oldest first, how many of those that came before them are gone, and whether these are the last ever.</summary>
    public (IReadOnlyList<ConnectionEvent> Events, long Missed, bool Ended) Read(long now, long after)
    {
        lock (_gate)
        {
            _readAt = now;
            var first = _events.TryPeek(out var oldest) ? oldest.Number : _last + 1;
            return ([.. _events.Where(e => e.Number > after)], Math.Max(0, first - 1 - Math.Max(after, _origin)), _ended);
        }
    }

    public bool IsOver(long now)
    {
        lock (_gate) return now - _readAt > Lease;
    }
}
