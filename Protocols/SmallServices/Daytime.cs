using System.Globalization;

namespace SocketGateway.Protocols.SmallServices;

/// <summary>The daytime service's answer (RFC 867): one line, then the server closes.</summary>
public static class Daytime
{
    /// <summary>
    /// The first form that RFC 867 suggests, always in UTC, ASCII, with its CR LF:
    /// <c>Sunday, November 22, 2026 16:02:41-UTC</c>.
    /// </summary>
    public static string Format(DateTimeOffset now) =>
        now.UtcDateTime.ToString("dddd, MMMM d, yyyy HH:mm:ss'-UTC\r\n'", CultureInfo.InvariantCulture);
}
