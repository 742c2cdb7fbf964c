using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Framing;

/// <summary>
/// Lines of UTF-8 text. A line ends with a line feed; one carriage return before it belongs to the end, any other to the line. Bytes that
/// are not UTF-8 are read as U+FFFD. A longer line is malformed, <c>line_too_long</c>, as soon as its limit is passed.
/// </summary>
public sealed class LineCodec : IFrameCodec<string>
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private readonly int _maxLineBytes;
    private readonly byte[] _lineEnd;

    /// <summary>A codec for lines of 0 to <paramref name="maxLineBytes"/> bytes.</summary>
    /// <param name="maxLineBytes">Largest line in bytes of UTF-8 without its end, at least 1.</param>
    /// <param name="lineEnd">What is written after each line.</param>
    public LineCodec(int maxLineBytes = 8192, LineEnd lineEnd = LineEnd.CrLf)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLineBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineBytes, Array.MaxLength - 2);

        _maxLineBytes = maxLineBytes;
        _lineEnd = lineEnd == LineEnd.CrLf ? [Cr, Lf] : [Lf];
    }

    /// <inheritdoc/>
    public int MaxFrameBytes => _maxLineBytes + 2;

    /// <inheritdoc/>
    public FrameResult TryRead(in ReadOnlySequence<byte> input, out string frame)
    {
        var first = input.FirstSpan;
        if (first.Length > MaxFrameBytes) first = first[..MaxFrameBytes];
        if (input.IsSingleSegment || first.Contains(Lf)) return Read(first, out frame);

        var length = (int)Math.Min(input.Length, MaxFrameBytes);
        var joined = ArrayPool<byte>.Shared.Rent(length);
        input.Slice(0, length).CopyTo(joined);
        var result = Read(joined.AsSpan(0, length), out frame);
        ArrayPool<byte>.Shared.Return(joined);
        return result;
    }

    /// <inheritdoc/>
    public void Write(string frame, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(output);
        if (frame.Contains('\n')) throw new ArgumentException("A line feed inside a line: it would be read as several.", nameof(frame));
        var bytes = Encoding.UTF8.GetByteCount(frame);
        if (bytes > _maxLineBytes)
            throw new ArgumentException($"A line of {bytes} bytes exceeds the limit of {_maxLineBytes}.", nameof(frame));

        var span = output.GetSpan(bytes + _lineEnd.Length);
        Encoding.UTF8.GetBytes(frame, span);
        _lineEnd.CopyTo(span[bytes..]);
        output.Advance(bytes + _lineEnd.Length);
    }

    /// <param name="window">The input, or as much of it as the longest line can take.</param>
    /// <param name="line">The line, if it is there.</param>
    private FrameResult Read(ReadOnlySpan<byte> window, out string line)
    {
        line = "";
        var end = window.IndexOf(Lf);
        var text = end < 0 ? window : window[..end];

        // With the line feed still to come, a last carriage return may be the first half of the end, and is not held against the limit.
        if (text is [.. var before, Cr]) text = before;
        if (text.Length > _maxLineBytes) return FrameResult.Malformed("line_too_long");
        if (end < 0) return FrameResult.NeedMore;

        line = Encoding.UTF8.GetString(text);
        return FrameResult.Complete(end + 1);
    }
}
