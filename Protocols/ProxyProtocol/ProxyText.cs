using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>Addresses and ports as version 1 writes them (section 2.1).</summary>
internal static class ProxyText
{
    private const int V4Bytes = 4;
    private const int V6Bytes = 16;

    /// <summary>The framework's parser takes scopes, brackets and prefixes too.</summary>
    private static readonly SearchValues<byte> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>A decimal number without leading zeros, which some take for octal.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, int largest, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 5 || (text[0] == '0' && text.Length > 1)) return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            number = (10 * number) + digit - '0';
        }

        return number <= largest;
    }

    /// <summary>An address of that family.</summary>
    /// <returns>Null when it is none.</returns>
    public static IPAddress? ReadAddress(ReadOnlySpan<byte> text, AddressFamily family)
    {
        if (family == AddressFamily.InterNetworkV6) return ReadV6(text);
        Span<byte> bytes = stackalloc byte[V4Bytes];
        return TryReadV4(text, bytes) ? new IPAddress(bytes) : null;
    }

    /// <summary>Without a scope, and IPv6 as eight groups of digits: the specification knows no groups with dots.</summary>
    public static string Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork) return address.ToString();
        Span<byte> bytes = stackalloc byte[V6Bytes];
        address.TryWriteBytes(bytes, out _);
        var groups = new string[V6Bytes / 2];
        for (var i = 0; i < groups.Length; i++) groups[i] = ((bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToString("x", CultureInfo.InvariantCulture);
        return string.Join(':', groups);
    }

    private static bool TryReadV4(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var end = i == bytes.Length - 1 ? text.Length : text.IndexOf((byte)'.');
            if (end < 0 || !TryReadNumber(text[..end], byte.MaxValue, out var number)) return false;
            bytes[i] = (byte)number;
            text = text[Math.Min(end + 1, text.Length)..];
        }

        return true;
    }

    /// <summary>An IPv4 address in dots may stand at the end: HAProxy writes mapped addresses so.</summary>
    private static IPAddress? ReadV6(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[V4Bytes];
        if (text.ContainsAnyExcept(V6Characters)) return null;
        if (text.Contains((byte)'.') && !TryReadV4(text[(text.LastIndexOf((byte)':') + 1)..], bytes)) return null;
        return IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;
    }
}
