using System.Buffers;

namespace SocketGateway.Protocols.Tests.Framing;

/// <summary>Builds sequences of exactly the given segments, empty ones included.</summary>
internal static class Segments
{
    public static ReadOnlySequence<byte> Of(params IEnumerable<byte[]> parts)
    {
        Segment? first = null, last = null;
        foreach (var part in parts)
        {
            last = new Segment(part, last);
            first ??= last;
        }

        return last is null ? ReadOnlySequence<byte>.Empty : new(first!, 0, last, last.Memory.Length);
    }

    public static byte[][] OneByteEach(byte[] bytes) => [.. bytes.Select(b => new[] { b })];

    public static byte[][] Cut(byte[] bytes, int at) => [bytes[..at], bytes[at..]];

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? previous)
        {
            Memory = bytes;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
