using System.Globalization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Times as RFC 3659 §2.3 writes them: UTC, <c>YYYYMMDDHHMMSS</c>.</summary>
internal static class FtpTime
{
    private const string Form = "yyyyMMddHHmmss";

    public static string Format(DateTimeOffset time) => time.ToUniversalTime().ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Reads a time; a fraction may follow, which is dropped.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0 && (dot == text.Length - 1 || !text[(dot + 1)..].All(char.IsAsciiDigit)))
            return false;
        var whole = dot < 0 ? text : text[..dot];
        return DateTimeOffset.TryParseExact(
            whole, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
