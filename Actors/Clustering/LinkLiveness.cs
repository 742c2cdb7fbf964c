using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Clustering;

/// <summary>Whether a gateway still stands behind its sessions here (rule 18): known to all of them, written by their link. Thread-safe.</summary>
internal sealed class LinkLiveness(long timeout)
{
    /// <summary>What a session hears when its link is over.</summary>
    public const string Lost = "link_lost";

    private long _heard = MonotonicClock.Now;
    private int _over;

    /// <summary>The link is over for good.</summary>
    public bool IsOver => Volatile.Read(ref _over) != 0;

    /// <summary>The gateway has not been heard for so long that it has given its sessions to others: a process that was frozen finds itself here when it wakes.</summary>
    public bool IsStale
    {
        get
        {
            if (IsOver) return true;
            if (MonotonicClock.Now - Interlocked.Read(ref _heard) <= timeout) return false;

            // For good: a session that has seen it has ended without a word, so its link must not go on.
            End();
            return true;
        }
    }

    /// <summary>Something came. False when it came too late: what was queued while this process stood still is no sign of life.</summary>
    public bool TryHear(long now)
    {
        if (IsOver || now - _heard > timeout) return false;
        Interlocked.Exchange(ref _heard, now);
        return true;
    }

    public void End() => Interlocked.Exchange(ref _over, 1);
}
