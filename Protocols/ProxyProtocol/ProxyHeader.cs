using System.Net;
using System.Net.Security;
using System.Text;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>What a proxy says about a connection. It holds no memory of the caller's.</summary>
internal sealed class ProxyHeader
{
    /// <summary>Bytes to take off the stream: what comes behind them is the client's.</summary>
    public required int Length { get; init; }

    public required ProxyCommand Command { get; init; }

    /// <summary>The client, an IPv4-mapped address as IPv4. Null when the proxy does not say, and then the socket's own is right.</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>Where the client connected to; null together with <see cref="Source"/>.</summary>
    public IPEndPoint? Destination { get; init; }

    /// <summary>Every extension in its order; none in version 1.</summary>
    public IReadOnlyList<ProxyTlv> Tlvs { get; init; } = [];

    /// <summary>The application protocol that the client's TLS agreed on.</summary>
    public SslApplicationProtocol? Alpn => First(ProxyTlvType.Alpn) is { IsEmpty: false } bytes ? new SslApplicationProtocol(bytes.ToArray()) : null;

    /// <summary>The host name that the client asked for, as the proxy writes it.</summary>
    public string? Authority => First(ProxyTlvType.Authority) is { IsEmpty: false } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>The proxy's name for the connection, at most 128 bytes; empty when there is none.</summary>
    public ReadOnlyMemory<byte> UniqueId => First(ProxyTlvType.UniqueId);

    /// <summary>What the proxy says of the client's TLS, as it came and unchecked; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Ssl => First(ProxyTlvType.Ssl);

    /// <summary>The client's trace as a W3C <c>traceparent</c>. Another thing under the same number is not one, and no error.</summary>
    public string? TraceParent =>
        First(ProxyTlvType.TraceParent).Span is var text && ProxyProtocol.TraceParent.IsValid(text) ? Encoding.ASCII.GetString(text) : null;

    /// <summary>Of several of a type the first one counts.</summary>
    private ReadOnlyMemory<byte> First(ProxyTlvType type)
    {
        foreach (var tlv in Tlvs)
        {
            if (tlv.Type == type) return tlv.Value;
        }

        return default;
    }
}
