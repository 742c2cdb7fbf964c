using System.Text;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>Bytes as one line for people, each byte a character.</summary>
internal static class Visible
{
    public static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
