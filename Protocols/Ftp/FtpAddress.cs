using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Protocols.Ftp;

/// <summary>The two forms in which a passive channel's address is told to the client.</summary>
internal static class FtpAddress
{
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

    private static void CheckPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
    }
}
