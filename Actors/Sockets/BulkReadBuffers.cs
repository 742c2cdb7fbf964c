using System.Buffers;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// The memory of one channel's bulk reads, used again when nobody can look at it any more: a gigabyte goes through a few arrays that stay in the processor's cache.
/// Nobody is a strong word. A session may look at a further channel's input until the step that consumed it has committed; but one that was replaced in mid-step may
/// still run, and what it writes late has to be what it was given. So an array comes back only when the incarnation that was given its bytes consumed all of them;
/// whatever an incarnation left to another one is left to the garbage collector.
/// </summary>
internal sealed class BulkReadBuffers(ArrayPool<byte> pool)
{
    /// <summary>Bytes of one array, and of one read at most: several times what the hops of one step cost.</summary>
    public const int Size = 256 * 1024;

    /// <summary>A read into less is not worth its system call; the next array begins.</summary>
    private const int LeastRoom = 64 * 1024;

    /// <summary>More than an input window lets wait. Those beyond are bytes that nobody will consume, as behind a close.</summary>
    private const int MostLent = 8;

    /// <summary>For all channels, so that a client with many small files does not bring new arrays with each: 4 MiB at most wait in it, and nothing else uses it.</summary>
    public static readonly ArrayPool<byte> Shared = ArrayPool<byte>.Create(Size, maxArraysPerBucket: 16);

    private readonly Queue<(byte[] Array, long End, int Epoch)> _lent = new();
    private byte[]? _current;
    private int _filled;
    private long _end;
    private int _epoch;

    /// <summary>Where the next read goes.</summary>
    /// <param name="committed">The channel's committed input offset.</param>
    /// <param name="epoch">The incarnation that will be given the bytes.</param>
    public Memory<byte> Room(long committed, int epoch)
    {
        if (_current is not null && _epoch != epoch) _current = null;
        if (_current is null)
        {
            TakeBack(committed, epoch);
            (_current, _filled, _epoch) = (pool.Rent(Size), 0, epoch);
        }

        return _current.AsMemory(_filled, Size - _filled);
    }

    /// <summary>Bytes were read into the room; they are the caller's until they are committed.</summary>
    /// <param name="count">Bytes, at least one.</param>
    /// <param name="end">The channel's input offset behind them.</param>
    public ReadOnlyMemory<byte> Fill(int count, long end)
    {
        var bytes = _current.AsMemory(_filled, count);
        _filled += count;
        _end = end;
        if (Size - _filled < LeastRoom) Lend();
        return bytes;
    }

    /// <summary>The channel is over: what is free is for others.</summary>
    public void Release(long committed, int epoch)
    {
        if (_current is not null) Lend();
        TakeBack(committed, epoch);
        _lent.Clear();
    }

    private void Lend()
    {
        if (_lent.Count == MostLent) _lent.Dequeue();
        _lent.Enqueue((_current!, _end, _epoch));
        _current = null;
    }

    private void TakeBack(long committed, int epoch)
    {
        while (_lent.TryPeek(out var lent) && lent.End <= committed)
        {
            _lent.Dequeue();
            if (lent.Epoch == epoch) pool.Return(lent.Array);
        }
    }
}
