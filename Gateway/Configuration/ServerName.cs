using System.Globalization;
using System.Net;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The name of a host, as certificates are chosen by it (RFC 6066 section 3).</summary>
internal static class ServerName
{
    /// <summary>What stands for one label, the first (RFC 9525 section 6.3).</summary>
    public const string Wildcard = "*.";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The form in which SslStream tells what a client asks for: Unicode, where the client has to send <c>xn--</c>. Null when it is no host's name.</summary>
    /// <param name="name">May begin with a star.</param>
    public static string? Canonical(string name)
    {
        var isWildcard = name.StartsWith(Wildcard, StringComparison.Ordinal);
        var host = isWildcard ? name[Wildcard.Length..] : name;
        if (IPAddress.TryParse(host, out _) || host.EndsWith('.')) return null;
        try
        {
            return (isWildcard ? Wildcard : "") + Idn.GetUnicode(Idn.GetAscii(host));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
