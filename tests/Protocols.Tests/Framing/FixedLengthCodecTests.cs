using System.Buffers;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

public class FixedLengthCodecTests
{
    private static readonly FixedLengthCodec Codec = new(3);

    [Fact]
    public void No_input_is_no_frame() => Arrivals.AssertRead(Codec, ""u8, "0 left");

    [Fact]
    public void Frames_follow_each_other_without_anything_between() => Arrivals.AssertRead(Codec, "abcdefgh"u8, "[abc]", "[def]", "2 left");

    [Fact]
    public void Only_a_frame_of_exactly_the_length_is_written()
    {
        Assert.Equal("abc"u8.ToArray(), Arrivals.Write(Codec, new ReadOnlySequence<byte>("abc"u8.ToArray())));
        Assert.Throws<ArgumentException>(() => Arrivals.Write(Codec, new ReadOnlySequence<byte>("ab"u8.ToArray())));
        Assert.Throws<ArgumentException>(() => Arrivals.Write(Codec, new ReadOnlySequence<byte>("abcd"u8.ToArray())));
    }

    [Fact]
    public void A_length_below_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new FixedLengthCodec(0));

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Byte.Array[3].Array[0, 5].Sample(frames =>
            Assert.Equal(
                [.. frames.Select(f => $"[{Encoding.Latin1.GetString(f)}]"), "0 left"],
                Arrivals.Read(Codec, Segments.OneByteEach(Arrivals.Write(Codec, frames.Select(f => Segments.Of(Segments.Cut(f, 1))))))));
}
