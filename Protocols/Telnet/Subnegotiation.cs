using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>Reads what stands between SB and SE (RFC 855): the window's size (RFC 1073), the terminal's type (RFC 1091), the character set (RFC 2066).</summary>
internal static class Subnegotiation
{
    /// <summary>Characters in the name of a terminal (RFC 1091).</summary>
    public const int MaxTerminalType = 40;

    public static (TelnetState State, TelnetEvent? Event) Receive(TelnetState state, in ReadOnlySequence<byte> payload, IBufferWriter<byte> output)
    {
        Span<byte> buffer = stackalloc byte[TelnetDecoder.MaxSubnegotiation];
        ReadOnlySpan<byte> body = buffer[..TelnetDecoder.Unescape(payload, buffer)];
        if (body.IsEmpty)
        {
            return (state, new TelnetEvent.Malformed("subnegotiation without an option (RFC 855)"));
        }
        if (body[0] == TelnetOption.Charset)
        {
            return Charset.Receive(state, body[1..], output);
        }
        if (state.Options[body[0]].Him != QState.Yes)
        {
            return (state, new TelnetEvent.Malformed("subnegotiation of an option that is not agreed (RFC 855)"));
        }
        return body[0] switch
        {
            TelnetOption.WindowSize => WindowSize(state, body[1..]),
            TelnetOption.TerminalType => TerminalType(state, body[1..]),
            _ => (state, new TelnetEvent.Malformed("subnegotiation of an option that has none (RFC 855)")),
        };
    }

    private static (TelnetState State, TelnetEvent Event) WindowSize(TelnetState state, ReadOnlySpan<byte> body)
    {
        if (body.Length != 4)
        {
            return (state, new TelnetEvent.Malformed("window size is not four bytes (RFC 1073)"));
        }
        var size = new TelnetEvent.WindowSize(BinaryPrimitives.ReadUInt16BigEndian(body), BinaryPrimitives.ReadUInt16BigEndian(body[2..]));
        return (state with { Columns = size.Columns, Rows = size.Rows }, size);
    }

    private static (TelnetState State, TelnetEvent Event) TerminalType(TelnetState state, ReadOnlySpan<byte> body)
    {
        // 0 is IS; the name is the peer's, and goes into terminals and logs.
        if (body.Length is < 2 or > MaxTerminalType + 1 || body[0] != 0 || body[1..].ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
        {
            return (state, new TelnetEvent.Malformed("terminal type is not IS and 1 to 40 printable characters (RFC 1091)"));
        }
        var name = Encoding.ASCII.GetString(body[1..]);
        return (state with { Terminal = name }, new TelnetEvent.TerminalType(name));
    }
}
