using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// The CHARSET option (RFC 2066). Text here is UTF-8 in any case, so nothing depends on what is agreed: a peer that asks is told, and one that lets this end ask is offered
/// UTF-8. Each request is answered once, and only a negotiation makes this end ask, so that two of them never go on for ever.
/// </summary>
internal static class Charset
{
    private const byte Request = 1;
    private const byte Accepted = 2;
    private const byte Rejected = 3;
    private const byte TableIs = 4;
    private const byte TableRejected = 5;

    /// <summary>SB CHARSET REQUEST ";UTF-8".</summary>
    public static void Ask(IBufferWriter<byte> output) => Send(Request, ";UTF-8"u8, output);

    /// <summary>The peer asks, or answers.</summary>
    public static (TelnetState State, TelnetEvent? Event) Receive(TelnetState state, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var option = state.Options.Charset;
        if (option.Him != QState.Yes && option.Us != QState.Yes)
        {
            return (state, new TelnetEvent.Malformed("subnegotiation of an option that is not agreed (RFC 855)"));
        }
        switch (body)
        {
            case [Request, ..]:
                // When two requests cross, the server's stands (RFC 2066 section 4).
                Answer(state.AwaitsCharset ? null : Choose(body[1..]), output);
                return (state, null);
            case [TableIs, ..]:
                Send(TableRejected, [], output);
                return (state, null);
            case [Accepted or Rejected, ..]:
                return (state with { AwaitsCharset = false }, null);
            default:
                return (state, new TelnetEvent.Malformed("character set is no request and no answer (RFC 2066)"));
        }
    }

    private static void Answer(string? name, IBufferWriter<byte> output)
    {
        if (name is null)
        {
            Send(Rejected, [], output);
        }
        else
        {
            Send(Accepted, Encoding.ASCII.GetBytes(name), output);
        }
    }

    /// <summary>The name as the peer wrote it, of a list whose first byte is what stands between its names.</summary>
    private static string? Choose(ReadOnlySpan<byte> request)
    {
        if (request.StartsWith("[TTABLE]"u8))
        {
            // The version of the table that the peer could send.
            request = request.Length > 9 ? request[9..] : [];
        }
        if (request.Length < 2)
        {
            return null;
        }
        var names = Encoding.Latin1.GetString(request[1..]).Split((char)request[0]);
        return names.FirstOrDefault(name => name.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
            ?? names.FirstOrDefault(name => name.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase));
    }

    private static void Send(byte verb, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write<byte>([TelnetCode.Iac, TelnetCode.Subnegotiation, TelnetOption.Charset, verb]);
        output.Write(text);
        output.Write<byte>([TelnetCode.Iac, TelnetCode.EndSubnegotiation]);
    }
}
