using System.Buffers;

namespace SocketGateway.Actors.Relay;

/// <summary>
/// One direction of a relayed connection: from one descriptor to the other. It keeps bytes only while the receiver does not take them: at most one buffer of
/// <see cref="RelayLoop.BufferBytes"/>, and as long as it does nothing is read, so that the sender is slowed down by its own kernel.
/// </summary>
internal struct Flow
{
    private byte[]? _held;
    private int _heldFrom;
    private int _heldTo;
    private long _heldSince;

    /// <summary>The sender may have bytes that were not read; edge-triggered events say so once.</summary>
    public bool Readable;

    /// <summary>The sender's end was announced, or an urgent byte, at which reads stop: a short read is not its last.</summary>
    public bool HasMore;

    /// <summary>What the sender has said is not read now because of a limit.</summary>
    public bool IsThrottled;

    /// <summary>Everything that the sender will ever say was read.</summary>
    public bool InputEnded;

    /// <summary>The receiver was told the end.</summary>
    public bool OutputEnded;

    /// <summary>The receiver takes nothing any more: what comes is dropped.</summary>
    public bool Discards;

    /// <summary>Bytes that were read.</summary>
    public long Read;

    /// <summary>Bytes that the receiver never took, and never will.</summary>
    public long Dropped;

    /// <summary>Bytes that were counted in the instruments.</summary>
    public long Counted;

    /// <summary>How long the receiver took nothing, in milliseconds.</summary>
    public long Paused { get; private set; }

    /// <summary>Bytes that wait for the receiver.</summary>
    public readonly int Waiting => _heldTo - _heldFrom;

    /// <summary>Bytes that the receiver's kernel took.</summary>
    public readonly long Written => Read - Waiting - Dropped;

    public readonly ReadOnlySpan<byte> Held => _held.AsSpan(_heldFrom, Waiting);

    /// <summary>Keeps a copy of what the receiver did not take.</summary>
    public void Hold(ReadOnlySpan<byte> rest, long now)
    {
        _held ??= ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(_held);
        (_heldFrom, _heldTo, _heldSince) = (0, rest.Length, now);
    }

    /// <summary>The receiver took some of what waits.</summary>
    public void Took(int bytes) => _heldFrom += bytes;

    /// <summary>Nothing waits any more; how long something did, in milliseconds.</summary>
    public long Release(long now)
    {
        if (_held is null) return 0;
        ArrayPool<byte>.Shared.Return(_held);
        (_held, _heldFrom, _heldTo) = (null, 0, 0);
        var pause = now - _heldSince;
        Paused += pause;
        return pause;
    }
}
