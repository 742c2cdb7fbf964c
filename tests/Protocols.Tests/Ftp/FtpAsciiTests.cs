using System.Buffers;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpAsciiTests
{
    private static readonly Gen<string> Text = Gen.OneOf('\r', '\n', 'a', 'b').Array[0, 40].Select(letters => new string(letters));

    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb\n", "a\r\nb\r\n")]
    [InlineData("a\r\nb", "a\r\nb")]
    [InlineData("\n\n", "\r\n\r\n")]
    [InlineData("a\rb\r", "a\rb\r")]
    [InlineData("\r\n\n", "\r\n\r\n")]
    [InlineData("no end", "no end")]
    public void File_to_wire_cut_at_every_byte(string file, string wire) => CutEverywhere(file, wire, ToWire);

    [Theory]
    [InlineData("", "")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("\r\r\n\r", "\r\n\r")]
    [InlineData("a\rb\r", "a\rb\r")]
    [InlineData("\r\n\r\n", "\n\n")]
    public void Wire_to_file_cut_at_every_byte(string wire, string file) => CutEverywhere(wire, file, FromWire);

    [Fact]
    public void What_was_sent_comes_back() => Text.Sample(text =>
    {
        var file = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (file.Contains("\r\n", StringComparison.Ordinal))
            return;
        Assert.Equal(file, FromWire(ToWire(file)));
    }, iter: 10_000);

    [Fact]
    public void The_wire_has_no_bare_line_feed() => Text.Sample(text =>
        Assert.DoesNotContain("\n", ToWire(text).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal));

    [Fact]
    public void Any_cuts_give_the_same_bytes() => Gen.Select(Text, Gen.Int[0, 40], Gen.Int[0, 40]).Sample((text, one, other) =>
    {
        var first = Math.Min(Math.Min(one, other), text.Length);
        var second = Math.Min(Math.Max(one, other), text.Length);
        string[] pieces = [text[..first], text[first..second], text[second..]];
        Assert.Equal(ToWire(text), ToWire(pieces));
        Assert.Equal(FromWire(text), FromWire(pieces));
    }, iter: 10_000);

    private static void CutEverywhere(string input, string expected, Func<string[], string> convert)
    {
        for (var cut = 0; cut <= input.Length; cut++)
            Assert.Equal(expected, convert([input[..cut], input[cut..]]));
        Assert.Equal(expected, convert([.. input.Select(letter => letter.ToString())]));
    }

    private static string ToWire(params string[] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var afterCr = false;
        foreach (var piece in pieces)
            afterCr = FtpAscii.ToWire(Encoding.ASCII.GetBytes(piece), afterCr, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static string FromWire(params string[] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var afterCr = false;
        foreach (var piece in pieces)
            afterCr = FtpAscii.FromWire(Encoding.ASCII.GetBytes(piece), afterCr, output);
        FtpAscii.EndFromWire(afterCr, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
