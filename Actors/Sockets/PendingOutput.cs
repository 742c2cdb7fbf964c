namespace SocketGateway.Actors.Sockets;

/// <summary>
/// Bytes that wait for their socket, in order. Small ones are copied together: each would otherwise cost its own bookkeeping, many times what the windows count, and keep the
/// whole arrival alive of which it is a part. What was handed out is never touched again.
/// </summary>
internal sealed class PendingOutput
{
    /// <summary>Writes of fewer bytes than this are worth the copy.</summary>
    private const int Small = 2048;

    private const int ChunkBytes = 4096;

    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new();
    private byte[]? _chunk;
    private int _filled;
    private int _taken;
    private ReadOnlyMemory<byte> _first;

    public bool IsEmpty => _first.IsEmpty && _pieces.Count == 0 && _filled == _taken;

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Small)
        {
            if (_chunk is null || bytes.Length > ChunkBytes - _filled) BeginChunk();
            bytes.Span.CopyTo(_chunk.AsSpan(_filled));
            _filled += bytes.Length;
            return;
        }

        EndChunk();
        _pieces.Enqueue(bytes);
    }

    /// <summary>The next bytes, at most these many; empty when nothing waits.</summary>
    public ReadOnlyMemory<byte> Take(int most)
    {
        if (_first.IsEmpty && !_pieces.TryDequeue(out _first))
        {
            _first = _chunk.AsMemory(_taken, _filled - _taken);
            _taken = _filled;
        }

        var taken = _first[..Math.Min(most, _first.Length)];
        _first = _first[taken.Length..];
        if (IsEmpty) (_chunk, _filled, _taken) = (null, 0, 0);
        return taken;
    }

    private void BeginChunk()
    {
        EndChunk();
        _chunk = new byte[ChunkBytes];
    }

    private void EndChunk()
    {
        if (_filled > _taken) _pieces.Enqueue(_chunk.AsMemory(_taken, _filled - _taken));
        (_chunk, _filled, _taken) = (null, 0, 0);
    }
}
