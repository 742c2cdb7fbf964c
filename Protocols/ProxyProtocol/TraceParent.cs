namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>The text that names a trace and a span in it: <c>00-{32 digits}-{16 digits}-{2 digits}</c> (W3C Trace Context, section 3.2).</summary>
internal static class TraceParent
{
    public const int Length = 55;

    public static bool IsValid(ReadOnlySpan<byte> text) =>
        text.Length == Length && text[2] == '-' && text[35] == '-' && text[52] == '-'
        && IsHex(text[..2]) && !text.StartsWith("ff"u8) && IsId(text[3..35]) && IsId(text[36..52]) && IsHex(text[53..]);

    private static bool IsId(ReadOnlySpan<byte> digits) => IsHex(digits) && digits.ContainsAnyExcept((byte)'0');

    private static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigitLower((char)digit)) return false;
        }

        return true;
    }
}
