using System.Buffers;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

public class LengthPrefixedCodecTests
{
    public static TheoryData<int, bool, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, bool, bool>();
            foreach (var prefix in new[] { 1, 2, 4 })
            {
                foreach (var littleEndian in new[] { false, true })
                {
                    shapes.Add(prefix, littleEndian, false);
                    shapes.Add(prefix, littleEndian, true);
                }
            }

            return shapes;
        }
    }

    [Fact]
    public void The_default_prefix_is_four_bytes_in_network_order_that_count_the_body() =>
        Arrivals.AssertRead(new LengthPrefixedCodec(9), "\0\0\0\u0003abc\0\0\0\u0001d\0\0"u8, "[abc]", "[d]", "2 left");

    [Fact]
    public void A_little_endian_prefix_has_its_lowest_byte_first() =>
        Arrivals.AssertRead(new LengthPrefixedCodec(9, 2, littleEndian: true), "\u0003\0abc"u8, "[abc]", "0 left");

    [Fact]
    public void A_prefix_that_counts_itself_is_taken_off() =>
        Arrivals.AssertRead(new LengthPrefixedCodec(9, 2, lengthIncludesPrefix: true), "\0\u0005abc"u8, "[abc]", "0 left");

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_empty_body_is_a_frame(int prefix, bool littleEndian, bool includesPrefix)
    {
        var codec = new LengthPrefixedCodec(9, prefix, littleEndian, includesPrefix);

        Arrivals.AssertRead(codec, Arrivals.Write(codec, Body(0), Body(0)), "[]", "[]", "0 left");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_body_of_exactly_the_limit_passes_and_one_more_byte_is_malformed(int prefix, bool littleEndian, bool includesPrefix)
    {
        var codec = new LengthPrefixedCodec(9, prefix, littleEndian, includesPrefix);
        var wider = new LengthPrefixedCodec(10, prefix, littleEndian, includesPrefix);
        var tooLong = Arrivals.Write(wider, Body(10));

        Arrivals.AssertRead(codec, Arrivals.Write(codec, Body(9)), "[xxxxxxxxx]", "0 left");
        Arrivals.AssertRead(codec, tooLong, "frame_too_large");
        Assert.Equal(["frame_too_large"], Arrivals.Read(codec, tooLong[..prefix]));
        Assert.Throws<ArgumentException>(() => Arrivals.Write(codec, Body(10)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_largest_number_of_a_prefix_is_a_length_not_a_sign(int prefix) =>
        Arrivals.AssertRead(new LengthPrefixedCodec(9, prefix), Enumerable.Repeat((byte)0xFF, prefix).ToArray(), "frame_too_large");

    [Fact]
    public void A_length_that_counts_less_than_its_own_prefix_is_malformed() =>
        Arrivals.AssertRead(new LengthPrefixedCodec(9, 4, lengthIncludesPrefix: true), "\0\0\0\u0003abc"u8, "length_below_prefix");

    [Fact]
    public void A_limit_that_the_prefix_cannot_express_is_refused()
    {
        Assert.Equal(256, new LengthPrefixedCodec(255, 1).MaxFrameBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthPrefixedCodec(256, 1));
        Assert.Equal(255, new LengthPrefixedCodec(254, 1, lengthIncludesPrefix: true).MaxFrameBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthPrefixedCodec(255, 1, lengthIncludesPrefix: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthPrefixedCodec(65_536, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthPrefixedCodec(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthPrefixedCodec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthPrefixedCodec(9, 3));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_is_written_is_read_back(int prefix, bool littleEndian, bool includesPrefix)
    {
        var codec = new LengthPrefixedCodec(200, prefix, littleEndian, includesPrefix);
        Gen.Byte.Array[0, 200].Array[0, 4].Sample(frames =>
            Assert.Equal(
                [.. frames.Select(f => $"[{Encoding.Latin1.GetString(f)}]"), "0 left"],
                Arrivals.Read(codec, Arrivals.Write(codec, frames.Select(f => Segments.Of(Segments.Cut(f, f.Length / 2)))))), iter: 30);
    }

    [Fact]
    public void A_body_longer_than_one_byte_can_count_is_read_back_in_both_orders()
    {
        foreach (var littleEndian in new[] { false, true })
        {
            var codec = new LengthPrefixedCodec(100_000, 4, littleEndian);
            Assert.Equal([$"[{new string('x', 70_000)}]", "0 left"], Arrivals.Read(codec, Arrivals.Write(codec, Body(70_000))));
        }
    }

    private static ReadOnlySequence<byte> Body(int length) => new(Enumerable.Repeat((byte)'x', length).ToArray());
}
