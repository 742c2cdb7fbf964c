using System.Buffers;
using CsCheck;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>RFC 854.</summary>
public class TelnetEncoderTests
{
    [Theory]
    [InlineData(new byte[] { 1, 255, 2 }, false, new byte[] { 1, 255, 255, 2 })]
    [InlineData(new byte[] { 255, 255 }, true, new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 10, 13, 65 }, false, new byte[] { 10, 13, 65 })]
    [InlineData(new byte[] { 65, 10, 10 }, true, new byte[] { 65, 13, 10, 13, 10 })]
    [InlineData(new byte[] { 65, 13, 10, 66 }, true, new byte[] { 65, 13, 10, 66 })]
    [InlineData(new byte[] { 13, 13, 10, 13 }, true, new byte[] { 13, 0, 13, 10, 13, 0 })]
    [InlineData(new byte[0], true, new byte[0])]
    public void Escape_doubles_IAC_and_makes_line_ends(byte[] data, bool text, byte[] expected) => Assert.Equal(expected, Escaped(data, text));

    [Fact]
    public void What_is_escaped_is_read_back() => Gen.Byte.Array.Sample(data =>
    {
        var rest = new ReadOnlySequence<byte>(Escaped(data, text: false));
        var read = new List<byte>();
        while (TelnetDecoder.Read(rest) is { Kind: not TelnetTokenKind.NeedMore } token)
        {
            Assert.Equal(TelnetTokenKind.Data, token.Kind);
            read.AddRange(token.Payload.ToArray());
            rest = rest.Slice(token.Consumed);
        }
        Assert.Equal(data, read);
    });

    private static byte[] Escaped(byte[] data, bool text)
    {
        var output = new ArrayBufferWriter<byte>();
        TelnetEncoder.Escape(data, text, output);
        return output.WrittenSpan.ToArray();
    }
}
