namespace SocketGateway.Protocols.Admission;

/// <summary>
/// One direction of one channel: when its next bytes may be moved, and how many at once. The connection's own bucket and its listener's are shared with others, the turn is not: a
/// command gets through beside the transfer that it is to stop. A turn ends with a quarter of what the listener's bucket holds, a slice at least: whoever wakes first leaves something to the
/// others, and a single one has all of it in a few turns.
/// </summary>
internal sealed class Throttle
{
    private const int Share = 4;

    private readonly ByteBucket? _own;
    private readonly ByteBucket? _shared;

    /// <summary>What is left of this turn, in bytes.</summary>
    private long _left;

    /// <summary>It begins behind what others owe: who comes again and again with a little gains nothing by it.</summary>
    private Throttle(ByteBucket? own, ByteBucket? shared, long now)
    {
        (_own, _shared) = (own, shared);
        Slice = Math.Min(own?.Slice ?? int.MaxValue, shared?.Slice ?? int.MaxValue);
        NotBefore = Take(0, now);
    }

    /// <summary>What may be moved before it is asked again, in bytes.</summary>
    public int Slice { get; }

    /// <summary>The instant from which the next bytes may be moved.</summary>
    public long NotBefore { get; private set; }

    /// <summary>Null without a limit.</summary>
    public static Throttle? Of(ByteBucket? own, ByteBucket? shared, long now) => own is null && shared is null ? null : new Throttle(own, shared, now);

    /// <summary>Nothing is to be moved now.</summary>
    public bool IsHolding(long now) => now < NotBefore;

    /// <summary>Bytes were moved, a slice at most.</summary>
    public void Spend(int bytes, long now)
    {
        if (_left <= 0) _left = _shared is null ? long.MaxValue : Math.Max(Slice, _shared.Content(now) / Share);
        _left -= bytes;
        NotBefore = Take(bytes, now);
        if (NotBefore > now) _left = 0;
        else if (_left <= 0) NotBefore = now + 1;
    }

    private long Take(int bytes, long now) => Math.Max(_own?.Spend(bytes, now) ?? now, _shared?.Spend(bytes, now) ?? now);
}
