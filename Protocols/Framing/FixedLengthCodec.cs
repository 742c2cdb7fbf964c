using System.Buffers;

namespace SocketGateway.Protocols.Framing;

/// <summary>Frames that all have the same length. No input is malformed.</summary>
public sealed class FixedLengthCodec : IFrameCodec<ReadOnlySequence<byte>>
{
    /// <summary>A codec for frames of <paramref name="length"/> bytes, at least 1.</summary>
    public FixedLengthCodec(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        MaxFrameBytes = length;
    }

    /// <inheritdoc/>
    public int MaxFrameBytes { get; }

    /// <inheritdoc/>
    public FrameResult TryRead(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> frame)
    {
        frame = ReadOnlySequence<byte>.Empty;
        if (input.Length < MaxFrameBytes) return FrameResult.NeedMore;

        frame = input.Slice(0, MaxFrameBytes);
        return FrameResult.Complete(MaxFrameBytes);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySequence<byte> frame, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (frame.Length != MaxFrameBytes)
            throw new ArgumentException($"A frame has {MaxFrameBytes} bytes, not {frame.Length}.", nameof(frame));

        frame.CopyTo(output.GetSpan(MaxFrameBytes));
        output.Advance(MaxFrameBytes);
    }
}
