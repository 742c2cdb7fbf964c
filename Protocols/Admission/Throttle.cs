namespace SocketGateway.Protocols.Admission;

/// <summary>
/// One direction of one channel: when its next bytes may be moved, and how many at once. The connection's own bucket and its listener's are shared with others, the turn is not: a
/// command gets through beside the transfer that it is to stop.
/// </summary>
internal sealed class Throttle
{
    private readonly ByteBucket? _own;
    private readonly ByteBucket? _shared;

    /// <summary>It begins behind what others owe: who comes again and again with a little gains nothing by it.</summary>
    private Throttle(ByteBucket? own, ByteBucket? shared, long now)
    {
        (_own, _shared) = (own, shared);
        Slice = Math.Min(own?.Slice ?? int.MaxValue, shared?.Slice ?? int.MaxValue);
        Spend(0, now);
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
    public void Spend(int bytes, long now) => NotBefore = Math.Max(_own?.Spend(bytes, now) ?? now, _shared?.Spend(bytes, now) ?? now);
}
