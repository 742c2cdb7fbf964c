using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Tls;

/// <summary>The name of a host as DNS has it (RFC 1034 section 3.1, RFC 1123 section 2.1), and underscores, which are in use.</summary>
internal static class HostName
{
    private const int MaxBytes = 253;
    private const int MaxLabelBytes = 63;

    private static readonly SearchValues<byte> LabelCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"u8);

    /// <summary>The name in lower case and without a dot at the end; null when it is none.</summary>
    public static string? Read(ReadOnlySpan<byte> text)
    {
        if (text is [.. var absolute, (byte)'.']) text = absolute;
        if (text.Length > MaxBytes) return null;
        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (label.Length is 0 or > MaxLabelBytes || label.ContainsAnyExcept(LabelCharacters)) return null;
        }

        Span<char> lower = stackalloc char[MaxBytes];
        Ascii.ToLower(text, lower, out var length);
        return new string(lower[..length]);
    }
}
