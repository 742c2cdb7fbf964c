using System.Buffers;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

public class DelimiterCodecTests
{
    private static readonly Gen<byte[]> FewLetters = Gen.OneOf((byte)'a', (byte)'b').Array[0, 16];

    [Fact]
    public void A_frame_ends_before_its_delimiter() =>
        Arrivals.AssertRead(new DelimiterCodec("||"u8, 9), "ab||c|d||e"u8, "[ab]", "[c|d]", "1 left");

    [Fact]
    public void An_empty_body_is_a_frame() => Arrivals.AssertRead(new DelimiterCodec("||"u8, 9), "||||"u8, "[]", "[]", "0 left");

    [Fact]
    public void A_delimiter_of_one_byte_will_do() => Arrivals.AssertRead(new DelimiterCodec("\0"u8, 9), "ab\0\0c"u8, "[ab]", "[]", "1 left");

    [Fact]
    public void A_false_start_does_not_hide_the_delimiter() =>
        Arrivals.AssertRead(new DelimiterCodec("aab"u8, 9), "aaabxaab"u8, "[a]", "[x]", "0 left");

    [Fact]
    public void A_body_of_exactly_the_limit_passes() => Arrivals.AssertRead(new DelimiterCodec("||"u8, 4), "abcd||"u8, "[abcd]", "0 left");

    [Fact]
    public void A_body_above_the_limit_is_malformed_whether_its_delimiter_is_there_or_not()
    {
        var codec = new DelimiterCodec("||"u8, 4);

        Arrivals.AssertRead(codec, "abcde||"u8, "frame_too_large");
        Arrivals.AssertRead(codec, "abcdef"u8, "frame_too_large");
        Arrivals.AssertRead(codec, "abcd|"u8, "5 left");
        Arrivals.AssertRead(codec, "a||abcde|"u8, "[a]", "frame_too_large");
    }

    [Fact]
    public void Nothing_is_written_that_a_reader_would_see_as_several_frames()
    {
        var codec = new DelimiterCodec("||"u8, 9);
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentException>(() => codec.Write(Bytes("a||b"), output));
        Assert.Throws<ArgumentException>(() => codec.Write(Bytes("ab|"), output));
        Assert.Throws<ArgumentException>(() => codec.Write(Bytes("0123456789"), output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DelimiterCodec([], 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DelimiterCodec("|"u8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DelimiterCodec("|"u8, int.MaxValue));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("aa")]
    [InlineData("ab")]
    [InlineData("aab")]
    [InlineData("abab")]
    public void Frames_are_those_of_a_plain_search_however_the_stream_is_cut(string delimiter)
    {
        var codec = new DelimiterCodec(Encoding.ASCII.GetBytes(delimiter), 16);
        FewLetters.Sample(stream =>
        {
            var pieces = Encoding.ASCII.GetString(stream).Split(delimiter);
            Arrivals.AssertRead(codec, stream, [.. pieces[..^1].Select(p => $"[{p}]"), $"{pieces[^1].Length} left"]);
        });
    }

    [Theory]
    [InlineData("a")]
    [InlineData("aa")]
    [InlineData("aba")]
    public void What_is_written_is_read_back(string delimiter)
    {
        var codec = new DelimiterCodec(Encoding.ASCII.GetBytes(delimiter), 16);
        FewLetters.Sample(body =>
        {
            var text = Encoding.ASCII.GetString(body);
            if ((text + delimiter).IndexOf(delimiter, StringComparison.Ordinal) == text.Length)
                Arrivals.AssertRead(codec, Arrivals.Write(codec, Bytes(text)), $"[{text}]", "0 left");
            else
                Assert.Throws<ArgumentException>(() => Arrivals.Write(codec, Bytes(text)));
        });
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
