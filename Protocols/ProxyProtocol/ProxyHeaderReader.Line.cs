using System.Net.Sockets;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>Version 1, a line of text (section 2.1).</summary>
internal static partial class ProxyHeaderReader
{
    private static PeekResult ReadLine(ReadOnlySpan<byte> peeked, out ProxyHeader? header)
    {
        header = null;

        // Even in the longest line one more byte, the line feed, comes behind the return.
        var window = peeked[..Math.Min(peeked.Length, ProxyFormat.MaxLineBytes - 1)];
        var end = window.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0) return window.Length < ProxyFormat.MaxLineBytes - 1 ? PeekResult.NeedMore : PeekResult.Malformed("line_too_long");
        if (peeked[end] == '\r' && peeked.Length == end + 1) return PeekResult.NeedMore;
        if (peeked[end] == '\n' || peeked[end + 1] != '\n') return PeekResult.Malformed("bad_line_end");

        // Fields are looked at only now: before its end a line cannot be told from one that is cut off.
        var length = end + 2;
        var fields = peeked[ProxyFormat.LineSignature.Length..end];
        var protocol = Next(ref fields, out var isLast);
        if (protocol.SequenceEqual("UNKNOWN"u8))
        {
            header = new ProxyHeader { Length = length, Command = ProxyCommand.Proxy };
            return PeekResult.Done;
        }

        if (isLast || protocol is not [(byte)'T', (byte)'C', (byte)'P', (byte)'4' or (byte)'6']) return PeekResult.Malformed("bad_protocol");
        return ReadAddresses(fields, protocol[3] == '4' ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, length, out header);
    }

    private static PeekResult ReadAddresses(ReadOnlySpan<byte> fields, AddressFamily family, int length, out ProxyHeader? header)
    {
        header = null;
        var source = ProxyText.ReadAddress(Next(ref fields, out _), family);
        var destination = ProxyText.ReadAddress(Next(ref fields, out _), family);
        if (source is null || destination is null) return PeekResult.Malformed("bad_address");
        if (!ProxyText.TryReadNumber(Next(ref fields, out var isLast), ushort.MaxValue, out var sourcePort) || isLast) return PeekResult.Malformed("bad_port");
        if (!ProxyText.TryReadNumber(fields, ushort.MaxValue, out var destinationPort)) return PeekResult.Malformed("bad_port");

        header = new ProxyHeader
        {
            Length = length,
            Command = ProxyCommand.Proxy,
            Source = EndPoint(source, sourcePort),
            Destination = EndPoint(destination, destinationPort),
        };
        return PeekResult.Done;
    }

    /// <summary>What stands before the next space, exactly one of which separates two fields.</summary>
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> fields, out bool isLast)
    {
        var end = fields.IndexOf((byte)' ');
        isLast = end < 0;
        var field = isLast ? fields : fields[..end];
        fields = isLast ? default : fields[(end + 1)..];
        return field;
    }
}
