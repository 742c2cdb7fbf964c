using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class FrameAssemblerTests
{
    private const int MaxFrame = 8;

    private static readonly byte[][] Frames = [[1], [2, 3, 4], [5, 6, 7, 8, 9, 10, 11, 12], [13]];

    [Fact]
    public void Frames_come_out_as_they_went_in_wherever_the_stream_is_cut_twice()
    {
        var stream = Stream(Frames);
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                var assembler = new FrameAssembler(MaxFrame);
                var taken = new[] { stream[..first], stream[first..second], stream[second..] }.SelectMany(piece => Take(assembler, piece)).ToList();
                Assert.Equal(Frames, taken);
                Assert.Null(assembler.Error);
            }
        }
    }

    [Fact]
    public void Frames_come_out_of_single_bytes()
    {
        var assembler = new FrameAssembler(MaxFrame);
        Assert.Equal(Frames, Stream(Frames).SelectMany(one => Take(assembler, [one])));
    }

    [Fact]
    public void A_frame_that_came_whole_is_not_copied()
    {
        ReadOnlyMemory<byte> bytes = Stream([[1, 2, 3]]), all = bytes;
        Assert.True(new FrameAssembler(MaxFrame).TryTake(ref bytes, out var frame));
        Assert.True(frame.Span.Overlaps(all.Span));
        Assert.True(bytes.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(MaxFrame + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_length_beyond_the_limits_ends_it_at_once_and_for_good(int length)
    {
        var prefix = new byte[FrameAssembler.PrefixBytes];
        FrameAssembler.WritePrefix(prefix, length);
        var assembler = new FrameAssembler(MaxFrame);
        Assert.Empty(Take(assembler, prefix));
        Assert.Contains($"{length} bytes", assembler.Error, StringComparison.Ordinal);
        Assert.Empty(Take(assembler, Stream(Frames)));
    }

    private static List<byte[]> Take(FrameAssembler assembler, byte[] piece)
    {
        ReadOnlyMemory<byte> bytes = piece;
        var frames = new List<byte[]>();
        while (assembler.TryTake(ref bytes, out var frame)) frames.Add(frame.ToArray());
        Assert.True(assembler.Error is not null || bytes.IsEmpty);
        return frames;
    }

    private static byte[] Stream(byte[][] frames)
    {
        var stream = new List<byte>();
        foreach (var frame in frames)
        {
            var prefix = new byte[FrameAssembler.PrefixBytes];
            FrameAssembler.WritePrefix(prefix, frame.Length);
            stream.AddRange(prefix);
            stream.AddRange(frame);
        }

        return [.. stream];
    }
}
