using System.Buffers;

namespace SocketGateway.Protocols.Framing;

/// <summary>Frames that end at the first occurrence of a delimiter of one or more bytes. The delimiter is no part of the frame.</summary>
public sealed class DelimiterCodec : IFrameCodec<ReadOnlySequence<byte>>
{
    private readonly byte[] _delimiter;
    private readonly int _maxBodyBytes;

    /// <summary>A codec for bodies of 0 to <paramref name="maxBodyBytes"/> bytes.</summary>
    /// <param name="delimiter">At least one byte; copied.</param>
    /// <param name="maxBodyBytes">Largest body in bytes without its delimiter, at least 1.</param>
    public DelimiterCodec(ReadOnlySpan<byte> delimiter, int maxBodyBytes)
    {
        if (delimiter.IsEmpty) throw new ArgumentException("A delimiter has at least one byte.", nameof(delimiter));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBodyBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBodyBytes, Array.MaxLength - delimiter.Length);

        _delimiter = delimiter.ToArray();
        _maxBodyBytes = maxBodyBytes;
    }

    /// <inheritdoc/>
    public int MaxFrameBytes => _maxBodyBytes + _delimiter.Length;

    /// <inheritdoc/>
    public FrameResult TryRead(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> frame)
    {
        // A delimiter that ends beyond the window would end a body above the limit.
        var window = input.Length > MaxFrameBytes ? input.Slice(0, MaxFrameBytes) : input;
        var reader = new SequenceReader<byte>(window);
        if (reader.TryReadTo(out frame, _delimiter)) return FrameResult.Complete(reader.Consumed);

        frame = ReadOnlySequence<byte>.Empty;
        return window.Length < MaxFrameBytes ? FrameResult.NeedMore : FrameResult.Malformed("frame_too_large");
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySequence<byte> frame, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (frame.Length > _maxBodyBytes)
            throw new ArgumentException($"A body of {frame.Length} bytes exceeds the limit of {_maxBodyBytes}.", nameof(frame));

        var body = (int)frame.Length;
        var span = output.GetSpan(body + _delimiter.Length)[..(body + _delimiter.Length)];
        frame.CopyTo(span);
        _delimiter.CopyTo(span[body..]);

        // Looked for in the encoded frame: the end of a body and the delimiter after it can form an earlier one ("x-" before "--").
        if (span.IndexOf(_delimiter) != body)
            throw new ArgumentException("The body holds the delimiter: it would be read as several frames.", nameof(frame));
        output.Advance(span.Length);
    }
}
