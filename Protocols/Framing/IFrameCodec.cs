using System.Buffers;

namespace SocketGateway.Protocols.Framing;

/// <summary>
/// Cuts a byte stream into frames and writes frames to one. A codec keeps nothing between calls, so one instance serves any number of
/// connections at once; the caller keeps the bytes that are not yet consumed. What an end of the stream inside a frame means is the
/// caller's to say.
/// </summary>
/// <typeparam name="T">A frame without its header, delimiter or line end.</typeparam>
public interface IFrameCodec<T>
{
    /// <summary>
    /// Encoded length in bytes, header and delimiter included, of the largest frame. Given this much input a codec always decides:
    /// <see cref="FrameStatus.NeedMore"/> is an answer to shorter input only.
    /// </summary>
    int MaxFrameBytes { get; }

    /// <summary>
    /// Reads the frame at the start of <paramref name="input"/>. Input that breaks the protocol is a result, never an exception, and the
    /// outcome does not depend on how the stream was cut into segments or arrivals.
    /// </summary>
    /// <param name="input">All bytes of the stream that are not yet consumed.</param>
    /// <param name="frame">
    /// The frame when complete, otherwise an empty one. It may be a slice of the input, which then must outlive it.
    /// </param>
    FrameResult TryRead(in ReadOnlySequence<byte> input, out T frame);

    /// <summary>Encodes one frame, or writes nothing and throws.</summary>
    /// <exception cref="ArgumentException">The frame exceeds the limit, or <see cref="TryRead"/> would see several in it.</exception>
    void Write(T frame, IBufferWriter<byte> output);
}
