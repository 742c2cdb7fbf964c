using System.Buffers;

namespace SocketGateway.Protocols.Framing;

/// <summary>
/// Frames that begin with their length, an unsigned integer of 1, 2 or 4 bytes. A length above the limit is refused as soon as the
/// prefix is there, before any of the body is awaited.
/// </summary>
public sealed class LengthPrefixedCodec : IFrameCodec<ReadOnlySequence<byte>>
{
    private readonly int _maxBodyBytes;
    private readonly int _prefixBytes;
    private readonly bool _littleEndian;
    private readonly bool _lengthIncludesPrefix;

    /// <summary>A codec for bodies of 0 to <paramref name="maxBodyBytes"/> bytes.</summary>
    /// <param name="maxBodyBytes">Largest body in bytes, at least 1 and no more than the prefix can express.</param>
    /// <param name="prefixBytes">Width of the prefix: 1, 2 or 4 bytes.</param>
    /// <param name="littleEndian">Whether the lowest byte comes first; otherwise network order.</param>
    /// <param name="lengthIncludesPrefix">Whether the number counts its own bytes too.</param>
    public LengthPrefixedCodec(int maxBodyBytes, int prefixBytes = 4, bool littleEndian = false, bool lengthIncludesPrefix = false)
    {
        if (prefixBytes is not (1 or 2 or 4))
            throw new ArgumentOutOfRangeException(nameof(prefixBytes), prefixBytes, "A prefix has 1, 2 or 4 bytes.");
        var largest = (1L << (8 * prefixBytes)) - 1 - (lengthIncludesPrefix ? prefixBytes : 0);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBodyBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBodyBytes, Math.Min(largest, Array.MaxLength - prefixBytes));

        _maxBodyBytes = maxBodyBytes;
        _prefixBytes = prefixBytes;
        _littleEndian = littleEndian;
        _lengthIncludesPrefix = lengthIncludesPrefix;
    }

    /// <inheritdoc/>
    public int MaxFrameBytes => _prefixBytes + _maxBodyBytes;

    /// <inheritdoc/>
    public FrameResult TryRead(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> frame)
    {
        frame = ReadOnlySequence<byte>.Empty;
        if (input.Length < _prefixBytes) return FrameResult.NeedMore;

        Span<byte> prefix = stackalloc byte[_prefixBytes];
        input.Slice(0, _prefixBytes).CopyTo(prefix);
        var body = Decode(prefix) - (_lengthIncludesPrefix ? _prefixBytes : 0);
        if (body < 0) return FrameResult.Malformed("length_below_prefix");
        if (body > _maxBodyBytes) return FrameResult.Malformed("frame_too_large");
        if (input.Length < _prefixBytes + body) return FrameResult.NeedMore;

        frame = input.Slice(_prefixBytes, body);
        return FrameResult.Complete(_prefixBytes + body);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySequence<byte> frame, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (frame.Length > _maxBodyBytes)
            throw new ArgumentException($"A body of {frame.Length} bytes exceeds the limit of {_maxBodyBytes}.", nameof(frame));

        var encoded = _prefixBytes + (int)frame.Length;
        var span = output.GetSpan(encoded);
        Encode(_lengthIncludesPrefix ? encoded : frame.Length, span[.._prefixBytes]);
        frame.CopyTo(span[_prefixBytes..]);
        output.Advance(encoded);
    }

    private long Decode(ReadOnlySpan<byte> prefix)
    {
        long number = 0;
        for (var i = 0; i < prefix.Length; i++) number |= (long)prefix[i] << Shift(i);
        return number;
    }

    private void Encode(long number, Span<byte> prefix)
    {
        for (var i = 0; i < prefix.Length; i++) prefix[i] = (byte)(number >> Shift(i));
    }

    private int Shift(int index) => 8 * (_littleEndian ? index : _prefixBytes - 1 - index);
}
