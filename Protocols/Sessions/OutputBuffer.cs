using System.Buffers;

namespace SocketGateway.Protocols.Sessions;

/// <summary>What a step has written to one channel. The bytes are given away with the commit and never touched again.</summary>
internal sealed class OutputBuffer : IBufferWriter<byte>
{
    private byte[]? _array;
    private ReadOnlyMemory<byte> _borrowed;
    private int _count;

    public int Count => _borrowed.Length + _count;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Reserve(bytes.Length, exact: true);
        bytes.CopyTo(_array.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Takes immutable bytes by reference when nothing else was written yet; else copies them.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> bytes)
    {
        if (Count == 0) _borrowed = bytes;
        else Write(bytes.Span);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > (_array?.Length ?? 0) - _count) throw new ArgumentOutOfRangeException(nameof(count), "more than the buffer that was handed out");
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1), exact: false);
        return _array.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public ReadOnlyMemory<byte> Detach()
    {
        var written = _borrowed.IsEmpty ? _array.AsMemory(0, _count) : _borrowed;
        (_array, _borrowed, _count) = (null, default, 0);
        return written;
    }

    private void Reserve(int more, bool exact)
    {
        if (!_borrowed.IsEmpty)
        {
            var borrowed = _borrowed;
            _borrowed = default;
            Reserve(borrowed.Length + more, exact: false);
            borrowed.Span.CopyTo(_array);
            _count = borrowed.Length;
        }

        var needed = checked(_count + more);
        if (_array is not null && needed <= _array.Length) return;
        var size = _array is null && exact ? needed : Math.Max(needed, Math.Max(256, (_array?.Length ?? 0) * 2));
        var array = GC.AllocateUninitializedArray<byte>(size);
        _array.AsSpan(0, _count).CopyTo(array);
        _array = array;
    }
}
