using System.Buffers.Text;
using System.Text;

namespace SocketGateway.Benchmarks.Load;

/// <summary>Keep-alive GETs of one path; a response is 200 with a Content-Length, and nothing after its body.</summary>
internal sealed class HttpConversation(int port, string path) : Conversation
{
    private const int LargestResponse = 16 * 1024;

    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");

    public override ClientConnection Create(int token) => new(token, _request, new byte[LargestResponse]);

    public override void Begin(ClientConnection connection) => connection.Sequence++;

    public override Exchange Judge(ClientConnection connection)
    {
        var bytes = connection.Response.AsSpan(0, connection.Received);
        var headerLength = bytes.IndexOf("\r\n\r\n"u8) + 4;
        if (headerLength < 4)
            return bytes.Length < LargestResponse ? Exchange.NeedMore : Exchange.Wrong;
        if (!bytes.StartsWith("HTTP/1.1 200 "u8) || !TryContentLength(bytes[..headerLength], out var contentLength))
            return Exchange.Wrong;
        var length = headerLength + contentLength;
        if (length > LargestResponse || bytes.Length > length)
            return Exchange.Wrong;
        return bytes.Length == length ? Exchange.Complete : Exchange.NeedMore;
    }

    private static bool TryContentLength(ReadOnlySpan<byte> header, out int length)
    {
        var name = "Content-Length:"u8;
        while (!header.IsEmpty)
        {
            var end = header.IndexOf("\r\n"u8);
            var line = header[..end];
            if (line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Utf8Parser.TryParse(line[name.Length..].TrimStart((byte)' '), out length, out _) && length >= 0;
            header = header[(end + 2)..];
        }
        length = 0;
        return false;
    }
}
