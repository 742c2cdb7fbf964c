using System.Buffers;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

public class LineCodecTests
{
    private static readonly LineCodec Codec = new();
    private static readonly LineCodec Short = new(4);

    [Fact]
    public void A_line_ends_with_a_line_feed_or_with_both() =>
        Arrivals.AssertRead(Codec, "SET 21\r\nGET\nQU"u8, "[SET 21]", "[GET]", "2 left");

    [Fact]
    public void An_empty_line_is_a_frame() => Arrivals.AssertRead(Codec, "\r\n\n\r\n"u8, "[]", "[]", "[]", "0 left");

    [Fact]
    public void Only_the_carriage_return_of_the_end_is_stripped() =>
        Arrivals.AssertRead(Codec, "\ra\rb\r\r\n"u8, "[\ra\rb\r]", "0 left");

    [Fact]
    public void Characters_of_several_bytes_survive_every_cut() =>
        Arrivals.AssertRead(Codec, "21 °C, €, 𝄞\r\n"u8, "[21 °C, €, 𝄞]", "0 left");

    [Fact]
    public void Bytes_that_are_not_UTF8_are_replaced() =>
        Arrivals.AssertRead(Codec, [0xFF, (byte)'a', 0xE2, 0x82, (byte)'\n', 0x80, (byte)'\n'], "[\uFFFDa\uFFFD]", "[\uFFFD]", "0 left");

    [Fact]
    public void A_line_of_exactly_the_limit_passes_with_either_end()
    {
        Arrivals.AssertRead(Short, "abcd\n"u8, "[abcd]", "0 left");
        Arrivals.AssertRead(Short, "abcd\r\n"u8, "[abcd]", "0 left");
        Arrivals.AssertRead(Short, "abcd\r"u8, "5 left");
        Arrivals.AssertRead(Short, "abcd"u8, "4 left");
    }

    [Theory]
    [InlineData("abcde")]
    [InlineData("abcde\n")]
    [InlineData("abcde\r\n")]
    [InlineData("abcdefgh\n")]
    [InlineData("abcd\rx")]
    [InlineData("abcd\r\r\n")]
    [InlineData("\r\r\r\r\r\r")]
    public void A_line_above_the_limit_is_malformed_whether_its_end_is_there_or_not(string stream) =>
        Arrivals.AssertRead(Short, Encoding.ASCII.GetBytes(stream), "line_too_long");

    [Fact]
    public void The_limit_holds_for_each_line_alone() => Arrivals.AssertRead(Short, "abcd\nabcd\r\nabcde"u8, "[abcd]", "[abcd]", "line_too_long");

    [Fact]
    public void The_limit_is_8192_bytes_unless_told()
    {
        var line = new string('x', 8192);

        Assert.Equal(8194, Codec.MaxFrameBytes);
        Assert.Equal([$"[{line}]", "0 left"], Arrivals.Read(Codec, Encoding.ASCII.GetBytes(line + "\r\n")));
        Assert.Equal(["line_too_long"], Arrivals.Read(Codec, Encoding.ASCII.GetBytes(line + "x")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineCodec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineCodec(int.MaxValue));
    }

    [Fact]
    public void Lines_are_written_with_the_end_that_was_asked_for()
    {
        Assert.Equal("a\r\n\r\n"u8.ToArray(), Arrivals.Write(Codec, "a", ""));
        Assert.Equal("a\n\n"u8.ToArray(), Arrivals.Write(new LineCodec(lineEnd: LineEnd.Lf), "a", ""));
    }

    [Fact]
    public void Nothing_is_written_of_a_line_that_is_too_long_in_bytes_or_holds_a_line_feed()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentException>(() => Short.Write("abcde", output));
        Assert.Throws<ArgumentException>(() => Short.Write("€€", output));
        Assert.Throws<ArgumentException>(() => Short.Write("a\nb", output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.String.Array[0, 4].Sample(lines =>
        {
            // Half of a surrogate pair has no UTF-8.
            lines = [.. lines.Select(l => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(l.Replace("\n", "", StringComparison.Ordinal))))];
            var stream = Arrivals.Write(Codec, lines);

            string[] expected = [.. lines.Select(l => $"[{l}]"), "0 left"];
            Assert.Equal(expected, Arrivals.Read(Codec, stream));
            Assert.Equal(expected, Arrivals.Read(Codec, Segments.OneByteEach(stream)));
        }, iter: 200);

    [Fact]
    public void Lines_are_those_of_a_plain_search_however_the_stream_is_cut() =>
        Gen.OneOf((byte)'a', (byte)'\r', (byte)'\n').Array[0, 14].Sample(stream =>
        {
            var expected = new List<string>();
            var pieces = Encoding.ASCII.GetString(stream).Split('\n');
            foreach (var piece in pieces)
            {
                var last = expected.Count == pieces.Length - 1;
                var line = piece.EndsWith('\r') ? piece[..^1] : piece;
                expected.Add(line.Length > 4 ? "line_too_long" : last ? $"{piece.Length} left" : $"[{line}]");
                if (line.Length > 4) break;
            }

            Arrivals.AssertRead(Short, stream, [.. expected]);
        }, iter: 2000);
}
