using System.Buffers;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

/// <summary>Plays a stream to a codec as a connection would: arrival by arrival, keeping what is not consumed.</summary>
internal static class Arrivals
{
    /// <summary>The frames as text, then why reading stopped, and checks what every codec promises on the way.</summary>
    public static string[] Read<T>(IFrameCodec<T> codec, params IEnumerable<byte[]> arrivals)
    {
        var transcript = new List<string>();
        var pending = new List<byte[]>();
        foreach (var arrival in arrivals)
        {
            pending.Add(arrival);
            while (true)
            {
                var input = Segments.Of(pending);
                var result = codec.TryRead(input, out var frame);
                AssertPromises(codec, input, result, frame);
                if (result.Status == FrameStatus.Malformed) return [.. transcript, result.Reason!];
                if (result.Status == FrameStatus.NeedMore) break;

                transcript.Add($"[{Text(frame)}]");
                pending = [];
                foreach (var segment in input.Slice(result.Consumed)) pending.Add(segment.ToArray());
            }
        }

        return [.. transcript, $"{pending.Sum(p => p.Length)} left"];
    }

    /// <summary>Asserts the transcript whole, cut at every byte, and one byte at a time; as arrivals and as segments of one arrival.</summary>
    public static void AssertRead<T>(IFrameCodec<T> codec, byte[] stream, params string[] expected)
    {
        Assert.Equal(expected, Read(codec, stream));
        Assert.Equal(expected, Read(codec, Segments.OneByteEach(stream)));
        for (var at = 0; at <= stream.Length; at++)
        {
            Assert.Equal(expected, Read(codec, Segments.Cut(stream, at)));
            AssertFirstFrame(codec, Segments.Cut(stream, at), expected[0]);
        }

        AssertFirstFrame(codec, Segments.OneByteEach(stream), expected[0]);
    }

    public static void AssertRead<T>(IFrameCodec<T> codec, ReadOnlySpan<byte> stream, params string[] expected) =>
        AssertRead(codec, stream.ToArray(), expected);

    public static byte[] Write<T>(IFrameCodec<T> codec, params IEnumerable<T> frames)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var frame in frames) codec.Write(frame, output);
        return output.WrittenSpan.ToArray();
    }

    public static string Text<T>(T frame) =>
        frame is ReadOnlySequence<byte> bytes ? string.Concat(bytes.ToArray().Select(b => (char)b)) : $"{frame}";

    private static void AssertFirstFrame<T>(IFrameCodec<T> codec, byte[][] segments, string expected)
    {
        var input = Segments.Of(segments);
        var result = codec.TryRead(input, out var frame);
        AssertPromises(codec, input, result, frame);
        Assert.Equal(expected, result.Status switch
        {
            FrameStatus.Complete => $"[{Text(frame)}]",
            FrameStatus.Malformed => result.Reason,
            _ => $"{input.Length} left",
        });
    }

    private static void AssertPromises<T>(IFrameCodec<T> codec, ReadOnlySequence<byte> input, FrameResult result, T frame)
    {
        if (result.Status == FrameStatus.Complete)
        {
            Assert.InRange(result.Consumed, 1, Math.Min(input.Length, codec.MaxFrameBytes));
            Assert.Null(result.Reason);
            return;
        }

        Assert.Equal(0, result.Consumed);
        Assert.Equal("", Text(frame));
        Assert.Equal(result.Status == FrameStatus.Malformed, result.Reason is not null);
        if (result.Status == FrameStatus.NeedMore) Assert.True(input.Length < codec.MaxFrameBytes, "A full window was left undecided.");
    }
}
