using System.Text;

namespace SocketGateway.Gateway.Configuration;

/// <summary>What a client begins with, as it is written in a route.</summary>
internal static class FirstBytes
{
    /// <summary>More would be no beginning.</summary>
    public const int Most = 64;

    private const string Hex = "hex:";

    /// <summary>A record of a handshake, in any version since SSL 3.0 (RFC 8446 section 5.1).</summary>
    private static readonly byte[] Handshake = [22, 3];

    /// <summary>The bytes; null when they are none, or too many.</summary>
    public static byte[]? Parse(string text)
    {
        byte[] bytes;
        try
        {
            bytes = text.StartsWith(Hex, StringComparison.OrdinalIgnoreCase) ? Convert.FromHexString(text[Hex.Length..].Replace(" ", "", StringComparison.Ordinal)) : Encoding.UTF8.GetBytes(text);
        }
        catch (FormatException)
        {
            return null;
        }

        return bytes.Length is > 0 and <= Most ? bytes : null;
    }

    /// <summary>Whether a client that begins so may be in a TLS handshake.</summary>
    public static bool MayBeTls(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Handshake) || Handshake.AsSpan().StartsWith(bytes);
}
