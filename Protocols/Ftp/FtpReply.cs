using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Ftp;

/// <summary>A reply of the server (RFC 959 §4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Text">Text without line end; a line feed in it makes the reply one of several lines.</param>
public sealed record FtpReply(int Code, string Text)
{
    /// <summary>Writes the reply as it goes over the wire, in UTF-8 (RFC 2640 §3.1).</summary>
    /// <param name="output">Where to.</param>
    public void WriteTo(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(ToString(), output);

    /// <summary>
    /// The wire format: <c>211-First</c>, middle lines after a space, so that none can pass for the last one, and <c>211 Last</c>,
    /// each with CRLF.
    /// </summary>
    public override string ToString()
    {
        var lines = Text.Split('\n');
        var wire = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            if (i == lines.Length - 1)
                wire.Append(Code).Append(' ');
            else if (i == 0)
                wire.Append(Code).Append('-');
            else
                wire.Append(' ');
            wire.Append(Printable(lines[i])).Append("\r\n");
        }
        return wire.ToString();
    }

    /// <summary>A name must not be able to end a line and forge the next one.</summary>
    internal static string Printable(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c))
        : text;

    /// <summary>A path as 257 and others show it: in quotes, quotes inside doubled (RFC 959 appendix II).</summary>
    internal static string Quote(string path) => $"\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
