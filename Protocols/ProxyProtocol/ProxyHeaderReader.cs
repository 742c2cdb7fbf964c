using System.Net;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>
/// Reads the header of HAProxy's PROXY protocol, version 1 or 2, at the beginning of a connection. Stateless: it is asked again with all the bytes there are, allocates
/// nothing until the header is whole, and never throws.
/// </summary>
internal static partial class ProxyHeaderReader
{
    /// <summary>Bytes after which the answer is never <see cref="PeekStatus.NeedMore"/>.</summary>
    public const int MaxBytes = ProxyFormat.FixedBytes + ProxyFormat.MaxBodyBytes;

    /// <summary>Looks for a header at the start of <paramref name="peeked"/>.</summary>
    /// <param name="peeked">Every byte of the connection so far, or as many as <see cref="MaxBytes"/>; what follows the header is not looked at.</param>
    /// <param name="header">The header; null unless done.</param>
    public static PeekResult Read(ReadOnlySpan<byte> peeked, out ProxyHeader? header)
    {
        header = null;
        if (MayBegin(peeked, ProxyFormat.LineSignature)) return ReadLine(peeked, out header);
        if (MayBegin(peeked, ProxyFormat.Signature)) return ReadBinary(peeked, out header);
        return PeekResult.Foreign;
    }

    private static bool MayBegin(ReadOnlySpan<byte> peeked, ReadOnlySpan<byte> signature) =>
        peeked.CommonPrefixLength(signature) == Math.Min(peeked.Length, signature.Length);

    /// <summary>Mapped addresses come of a proxy whose two sides are of two families; access lists know the client as IPv4.</summary>
    private static IPEndPoint EndPoint(IPAddress address, int port) => new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
}
