using Microsoft.Win32.SafeHandles;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// Reads a file in order, one piece ahead: while the client takes one, the next is fetched. What was taken nobody changes before it was sent; then its memory is used
/// again, so that a large file goes through a few arrays that stay in the processor's cache. Made where waiting for the disk is allowed.
/// </summary>
internal sealed class FileReader(SafeFileHandle file, long offset) : IDisposable
{
    /// <summary>Bytes of one read.</summary>
    public const int PieceBytes = 256 * 1024;

    /// <summary>What a window and a commit beside it let be under way, the piece in hand and a free one; those beyond are left to the garbage collector.</summary>
    private const int MostTaken = 4;

    private readonly long _length = RandomAccess.GetLength(file);
    private readonly Queue<(byte[] Array, long End)> _taken = new();
    private byte[] _buffer = [];
    private Task<int>? _reading;
    private ReadOnlyMemory<byte> _piece;
    private long _next = offset;
    private bool _ended;

    /// <summary>The next bytes of the file.</summary>
    /// <param name="most">The most that is wanted, at least 1.</param>
    /// <param name="sent">The offset in the file below which everything taken was sent: nobody looks at it any more.</param>
    /// <returns>At least one byte and no more than wanted, except at the end; and whether the end was reached.</returns>
    public async ValueTask<(ReadOnlyMemory<byte> Bytes, bool IsLast)> TakeAsync(int most, long sent)
    {
        if (_piece.IsEmpty && !_ended)
        {
            var read = await (_reading ?? Read(sent));
            _piece = _buffer.AsMemory(0, read);
            (_next, _ended, _reading) = (_next + read, read < _buffer.Length, null);
            if (_taken.Count == MostTaken) _taken.Dequeue();
            _taken.Enqueue((_buffer, _next));
            if (!_ended) _reading = Read(sent);
        }

        var taken = _piece[..Math.Min(most, _piece.Length)];
        _piece = _piece[taken.Length..];
        return (taken, _ended && _piece.IsEmpty);
    }

    public void Dispose() => file.Dispose();

    /// <summary>
    /// For a whole piece, or for what is left and one byte more, which does not come unless the file grows: so the end is seen in the same read, and a small file costs no more than its size.
    /// </summary>
    private byte[] Allocate() => GC.AllocateUninitializedArray<byte>(_next <= _length ? (int)Math.Min(_length - _next + 1, PieceBytes) : PieceBytes);

    private Task<int> Read(long sent)
    {
        _buffer = _taken.TryPeek(out var oldest) && oldest.End <= sent ? _taken.Dequeue().Array : Allocate();
        return RandomAccess.ReadAsync(file, _buffer, _next).AsTask();
    }
}
