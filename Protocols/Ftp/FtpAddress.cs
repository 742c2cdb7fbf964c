using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Addresses and ports of data connections as they stand in commands and replies.</summary>
internal static class FtpAddress
{
    /// <summary>The numbers that EPRT and EPSV have for the two protocols (RFC 2428 §2).</summary>
    public const string Ipv4 = "1";

    /// <summary>See <see cref="Ipv4"/>.</summary>
    public const string Ipv6 = "2";

    /// <summary>An address in the one form that two of them are compared in.</summary>
    public static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    /// <summary>Reply to PASV (RFC 959 §4.1.2; parentheses and order as RFC 1123 §4.1.2.6 has clients look for them).</summary>
    /// <exception cref="ArgumentException">The address is not IPv4, nor IPv4 mapped to IPv6.</exception>
    public static FtpReply FormatPasv(IPAddress address, int port)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new ArgumentException("PASV can show an IPv4 address only.", nameof(address));
        CheckPort(port);
        var host = address.ToString().Replace('.', ',');
        return new FtpReply(227, string.Create(CultureInfo.InvariantCulture, $"Entering Passive Mode ({host},{port >> 8},{port & 0xFF})."));
    }

    /// <summary>Reply to EPSV (RFC 2428 §3): the port alone, the address is that of the control connection.</summary>
    public static FtpReply FormatEpsv(int port)
    {
        CheckPort(port);
        return new FtpReply(229, string.Create(CultureInfo.InvariantCulture, $"Entering Extended Passive Mode (|||{port}|)."));
    }

    /// <summary>Reads the argument of PORT: six numbers (RFC 959 §4.1.2).</summary>
    /// <returns>Null when it is no such thing.</returns>
    public static IPEndPoint? ParsePort(string argument)
    {
        var parts = argument.Trim().Split(',');
        Span<byte> numbers = stackalloc byte[6];
        if (parts.Length != numbers.Length)
            return null;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }
        return new IPEndPoint(new IPAddress(numbers[..4]), (numbers[4] << 8) | numbers[5]);
    }

    /// <summary>Reads the argument of EPRT: protocol, address and port between delimiters of the client's choice (RFC 2428 §2).</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="protocol">A number; the peer is null when it is not one of the two known ones.</param>
    /// <param name="peer">The address.</param>
    /// <returns>False when it is no such thing.</returns>
    public static bool TryParseEprt(string argument, out string protocol, out IPEndPoint? peer)
    {
        (protocol, peer) = ("", null);
        argument = argument.Trim();
        if (argument.Length == 0 || char.IsAsciiLetterOrDigit(argument[0]))
            return false;
        if (argument.Split(argument[0]) is not ["", var family, var host, var number, ""] || family.Length == 0 || !family.All(char.IsAsciiDigit))
            return false;
        protocol = family;
        if (family is not (Ipv4 or Ipv6))
            return true;
        if (!IPAddress.TryParse(host, out var address) || !ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;

        // The parser takes 127.1 and scopes too: an address that is written in another way than it is shown is none here.
        var expected = family == Ipv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (address.AddressFamily != expected || (family == Ipv4 && address.ToString() != host))
            return false;
        peer = new IPEndPoint(address, port);
        return true;
    }

    private static void CheckPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
    }
}
