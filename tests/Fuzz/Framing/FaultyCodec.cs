using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Fuzz.Tests.Framing;

/// <summary>A codec with one of the mistakes that codecs have.</summary>
internal sealed class FaultyCodec<T>(IFrameCodec<T> inner, FuzzProperty breaks, T empty) : IFrameCodec<T>
{
    private static readonly FuzzProperty[] All = [FuzzProperty.NeverThrows, FuzzProperty.SameHoweverSplit, FuzzProperty.MemoryBounded, FuzzProperty.WellFormed];

    public int MaxFrameBytes => inner.MaxFrameBytes;

    public static IReadOnlyList<Fault> Faults(IFrameCodec<T> codec, T empty) =>
        [.. All.Select(property => new Fault(property, new CodecTarget<T>(new FaultyCodec<T>(codec, property, empty))))];

    public FrameResult TryRead(in ReadOnlySequence<byte> input, out T frame)
    {
        var result = inner.TryRead(input, out frame);
        switch (breaks)
        {
            case FuzzProperty.NeverThrows when result.Status == FrameStatus.Complete:
                // The first byte of a frame is taken for granted behind it.
                _ = input.Slice(result.Consumed).FirstSpan[0];
                break;
            case FuzzProperty.SameHoweverSplit when result.Status == FrameStatus.Complete && result.Consumed > input.FirstSpan.Length:
                // The first segment is taken for the whole.
                frame = empty;
                break;
            case FuzzProperty.MemoryBounded when result.Status == FrameStatus.Malformed:
                return FrameResult.NeedMore;
            case FuzzProperty.WellFormed when result.Status == FrameStatus.Complete:
                return FrameResult.Complete(result.Consumed + 1);
        }

        return result;
    }

    public void Write(T frame, IBufferWriter<byte> output) => inner.Write(frame, output);
}
