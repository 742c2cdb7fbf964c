using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>
/// One channel's account: input that arrived and is not yet committed, output that was committed and is not yet with the socket.
/// Offsets count application bytes from the channel's beginning.
/// </summary>
internal sealed class ChannelLedger
{
    private readonly Queue<ReadOnlyMemory<byte>> _held = new();
    private ReadOnlyMemory<byte> _head;
    private GrowingChunk? _tail;

    public ChannelStatus Status { get; set; }
    public IPEndPoint? Local { get; set; }
    public IPEndPoint? Peer { get; set; }

    /// <summary>A listening channel that no commit has adopted yet goes with its epoch.</summary>
    public bool Adopted { get; set; }

    public long Arrived { get; private set; }
    public long Committed { get; private set; }
    public bool InputEnded { get; set; }
    public bool EndConsumed { get; set; }
    public bool Reading { get; set; }

    public long Emitted { get; private set; }
    public long Acknowledged { get; private set; }

    /// <summary>The absolute offset that the session has been told it may write to.</summary>
    public long Granted { get; set; }

    /// <summary>An orderly close was committed: flush, then FIN.</summary>
    public bool Closing { get; set; }

    public bool ShutdownSent { get; set; }
    public long HeldBytes => Arrived - Committed;
    public long Unacknowledged => Emitted - Acknowledged;

    /// <summary>The instant at which an orderly close without progress becomes a reset.</summary>
    public long CloseDue { get; set; } = long.MaxValue;

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Arrived += bytes.Length;
        if (_head.IsEmpty)
        {
            _head = bytes;
            return;
        }

        if (_tail is not null && _tail.TryAppend(bytes.Span)) return;
        if (_tail is not null) _held.Enqueue(_tail.Written);
        _tail = bytes.Length < GrowingChunk.Small ? new GrowingChunk(bytes.Span) : null;
        if (_tail is null) _held.Enqueue(bytes);
    }

    /// <summary>Whether a commit's offsets are the next ones (rule 3).</summary>
    public bool Accepts(in ChannelDelta delta) =>
        delta.InputFrom == Committed && delta.InputTo >= Committed && delta.InputTo <= Arrived && delta.OutputFrom == Emitted
        && !(Closing && delta.Output.Length > 0)
        && (!delta.EndConsumed || (InputEnded && delta.InputTo == Arrived));

    public void Consume(long to)
    {
        while (Committed < to)
        {
            var step = (int)Math.Min(to - Committed, _head.Length);
            _head = _head[step..];
            Committed += step;

            // Also when nothing follows: an empty slice would keep its array alive for as long as the client is silent.
            if (!_head.IsEmpty || _held.TryDequeue(out _head)) continue;
            _head = _tail is null ? default : _tail.Written;
            _tail = null;
        }
    }

    /// <summary>Bytes went to the socket, which took some of them at once.</summary>
    public void Emit(int bytes, int taken)
    {
        Emitted += bytes;
        Acknowledged += taken;
    }

    /// <summary>The socket took bytes that had to wait.</summary>
    public void Acknowledge(long bytes) => Acknowledged = Math.Min(Emitted, Acknowledged + bytes);

    /// <summary>Output for a dead channel is dropped and credited (rule 10).</summary>
    public void EmitIntoVoid(int bytes)
    {
        Emitted += bytes;
        Acknowledged = Emitted;
    }

    /// <summary>What was not committed, in pieces, oldest first.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Held
    {
        get
        {
            if (_head.IsEmpty) yield break;
            yield return _head;
            foreach (var chunk in _held) yield return chunk;
            if (_tail is not null) yield return _tail.Written;
        }
    }

    /// <summary>What was not committed was never a part of the stream: it is the client's handshake, and offsets go on without it.</summary>
    public byte[] TakeEarly()
    {
        var early = CopyHeld();
        _held.Clear();
        (_head, _tail, Arrived, Reading) = (default, null, Committed, false);
        return early;
    }

    /// <summary>Sends everything that was not committed to a new incarnation.</summary>
    public void Replay(int channel, int epoch, ILedgerEffects effects)
    {
        var offset = Committed;
        foreach (var chunk in Held)
        {
            effects.Send(new SessionProtocol.Input(epoch, channel, offset, chunk));
            offset += chunk.Length;
        }

        if (InputEnded && !EndConsumed) effects.Send(new SessionProtocol.InputEnded(epoch, channel, Arrived));
    }

    /// <summary>The input not yet committed, for a capsule.</summary>
    public byte[] CopyHeld()
    {
        var copy = new byte[HeldBytes];
        var at = 0;
        foreach (var chunk in Held)
        {
            chunk.CopyTo(copy.AsMemory(at));
            at += chunk.Length;
        }

        return copy;
    }

    public ChannelSnapshot Snapshot(int channel, int outputWindow) => new(
        channel, Status, Local, Peer, Committed, EndConsumed, Emitted, Closing, Acknowledged + outputWindow);
}
