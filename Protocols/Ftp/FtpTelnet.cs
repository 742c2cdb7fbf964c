namespace SocketGateway.Protocols.Ftp;

/// <summary>The little of Telnet that a control connection carries (RFC 959 §3.3, RFC 854): taken out, never answered.</summary>
internal static class FtpTelnet
{
    private const byte SubnegotiationEnd = 0xF0;
    private const byte FirstCommand = SubnegotiationEnd;
    private const byte Subnegotiation = 0xFA;
    private const byte FirstNegotiation = 0xFB;
    private const byte LastNegotiation = 0xFE;
    private const byte Iac = 0xFF;

    /// <summary>Copies a line without its Telnet commands and returns the number of bytes left; both spans may be the same.</summary>
    /// <remarks>
    /// Clients send IAC IP, IAC DM before ABOR, one byte of it as urgent data, which the kernel takes out of the stream. So what
    /// arrives may be IAC IP DM, or IAC right before the verb: command bytes at the start of a line are dropped even
    /// without IAC (no verb begins like that), and an IAC before a byte that is no command goes alone.
    /// </remarks>
    public static int Strip(ReadOnlySpan<byte> line, Span<byte> clean)
    {
        var count = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != Iac)
            {
                if (count > 0 || line[i] < FirstCommand)
                    clean[count++] = line[i];
                continue;
            }
            if (i + 1 == line.Length)
                break;
            switch (line[i + 1])
            {
                case Iac:
                    clean[count++] = Iac;
                    i++;
                    break;
                case Subnegotiation:
                    var end = line[i..].IndexOf([Iac, SubnegotiationEnd]);
                    if (end < 0)
                        return count;
                    i += end + 1;
                    break;
                case >= FirstNegotiation and <= LastNegotiation:
                    i += 2;
                    break;
                case >= FirstCommand:
                    i++;
                    break;
            }
        }
        return count;
    }
}
