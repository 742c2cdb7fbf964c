using System.Text;
using CsCheck;
using SocketGateway.Protocols.SmallServices;

namespace SocketGateway.Protocols.Tests.SmallServices;

public class ChargenTests
{
    private const int Line = 74;
    private const int Period = 95 * Line;

    [Fact]
    public void The_first_lines_are_those_of_RFC_864()
    {
        var text = Encoding.ASCII.GetString(Read(0, 3 * Line));

        Assert.Equal(
            """
             !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefg
            !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefgh
            "#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghi

            """.ReplaceLineEndings("\r\n"),
            text);
    }

    [Fact]
    public void Every_line_starts_one_character_later_in_the_ring()
    {
        var lines = Encoding.ASCII.GetString(Read(0, 2 * Period)).Split("\r\n")[..^1];

        Assert.Equal(190, lines.Length);
        Assert.All(lines.Index(), l =>
            Assert.Equal(string.Concat(Enumerable.Range(l.Index, 72).Select(c => (char)(' ' + c % 95))), l.Item));
    }

    [Fact]
    public void A_stream_cut_at_any_byte_continues_exactly()
    {
        var whole = Read(0, Period + 200);
        for (var at = 0; at <= whole.Length; at++)
            Assert.True(whole.AsSpan().SequenceEqual([.. Read(0, at), .. Read(at, whole.Length - at)]), $"cut at {at}");
    }

    [Fact]
    public void Any_pieces_give_the_same_stream() =>
        Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Int[0, 20_000].Array[0, 6]).Sample((start, sizes) =>
        {
            var pieces = new List<byte>();
            foreach (var size in sizes) pieces.AddRange(Read(start + pieces.Count, size));

            Assert.True(Read(start, pieces.Count).AsSpan().SequenceEqual([.. pieces]));
            Assert.True(Read(start % Period, pieces.Count).AsSpan().SequenceEqual([.. pieces]));
        });

    [Fact]
    public void A_position_has_no_upper_limit_and_is_not_negative()
    {
        Assert.Equal(Read(long.MaxValue % Period, 300), Read(long.MaxValue, 300));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(-1, 1));
    }

    private static byte[] Read(long position, int length)
    {
        var bytes = new byte[length];
        Chargen.Write(position, bytes);
        return bytes;
    }
}
