using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// A channel whose listener limits its bandwidth. What may not be read yet was not asked for, and stays with the kernels; what may not be written yet waits with what the peer has not taken, and
/// counts for the same window.
/// </summary>
internal sealed partial class ChannelSocket
{
    private Throttle? _receiving;
    private Throttle? _sending;

    /// <summary>A read was asked for, and waits for the limit.</summary>
    public bool HoldsRead { get; private set; }

    /// <summary>Bytes wait to be written for no other reason than the limit.</summary>
    public bool HoldsWrite => _sending is not null && _underWay == 0 && !_pending.IsEmpty;

    /// <summary>The instant from which what is held may go on.</summary>
    public long HeldUntil => Math.Min(HoldsRead ? _receiving!.NotBefore : long.MaxValue, HoldsWrite ? _sending!.NotBefore : long.MaxValue);

    /// <summary>From here on its bytes count for the connection's bandwidth.</summary>
    public void Limit(ConnectionBandwidth bandwidth)
    {
        var now = MonotonicClock.Now;
        (_receiving, _sending) = (bandwidth.Receiving(now), bandwidth.Sending(now));
    }

    /// <summary>Whether the read that is asked for has to wait; if so it is to be asked for again.</summary>
    /// <param name="discards">What comes is only dropped, for as long as the peer has time to end: that is nobody's bandwidth.</param>
    public bool TryHoldRead(bool discards)
    {
        HoldsRead = !discards && IsHolding(_receiving);
        if (discards) _receiving = null;
        return HoldsRead;
    }

    private static bool IsHolding(Throttle? throttle) => throttle is not null && throttle.IsHolding(MonotonicClock.Now);

    /// <summary>False when bytes have to wait for the limit, or behind others, or are more than a slice.</summary>
    private bool TrySpend(int bytes)
    {
        if (_underWay > 0 || !_pending.IsEmpty || bytes > _sending!.Slice || IsHolding(_sending)) return false;
        _sending.Spend(bytes, MonotonicClock.Now);
        return true;
    }

    private int Queue(ReadOnlyMemory<byte> bytes, IActorRef self)
    {
        var waits = _underWay > 0 || !_pending.IsEmpty;
        _pending.Append(bytes);
        return waits ? 0 : WriteOn(self);
    }

    private ReadOnlyMemory<byte> TakePending()
    {
        if (_sending is null) return _pending.Take(SliceBytes);
        var next = _pending.Take(_sending.Slice);
        _sending.Spend(next.Length, MonotonicClock.Now);
        return next;
    }
}
