using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>Writes data and commands for the peer (RFC 854).</summary>
public static class TelnetEncoder
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(TelnetCode.Iac, (byte)'\r', (byte)'\n');

    /// <summary>Doubles each IAC. With <paramref name="text"/>, LF becomes CR LF, CR LF stays, and any other CR becomes CR NUL (RFC 854).</summary>
    /// <remarks>A CR LF must not be split over two calls.</remarks>
    public static void Escape(ReadOnlySpan<byte> data, bool text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!data.IsEmpty)
        {
            var plain = text ? data.IndexOfAny(Special) : data.IndexOf(TelnetCode.Iac);
            if (plain != 0)
            {
                plain = plain < 0 ? data.Length : plain;
                output.Write(data[..plain]);
                data = data[plain..];
                continue;
            }
            var isLineEnd = data.StartsWith("\r\n"u8);
            output.Write<byte>(data[0] switch
            {
                TelnetCode.Iac => [TelnetCode.Iac, TelnetCode.Iac],
                (byte)'\r' when !isLineEnd => "\r\0"u8,
                _ => "\r\n"u8,
            });
            data = data[(isLineEnd ? 2 : 1)..];
        }
    }

    /// <summary>Writes text as UTF-8 with the line ends of RFC 854; LF alone will do in <paramref name="text"/>.</summary>
    public static void WriteText(string text, IBufferWriter<byte> output) => Escape(Encoding.UTF8.GetBytes(text), text: true, output);

    internal static void Negotiate(byte verb, byte option, IBufferWriter<byte> output) => output.Write<byte>([TelnetCode.Iac, verb, option]);

    /// <summary>SB TERMINAL-TYPE SEND (RFC 1091).</summary>
    internal static void AskTerminalType(IBufferWriter<byte> output) =>
        output.Write<byte>([TelnetCode.Iac, TelnetCode.Subnegotiation, TelnetOption.TerminalType, 1, TelnetCode.Iac, TelnetCode.EndSubnegotiation]);
}
