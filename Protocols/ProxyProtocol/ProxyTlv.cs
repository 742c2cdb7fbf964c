using System.Net.Security;
using System.Text;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>An extension of version 2 (section 2.2).</summary>
/// <param name="type">What it says; any number.</param>
/// <param name="value">Its bytes.</param>
internal readonly struct ProxyTlv(ProxyTlvType type, ReadOnlyMemory<byte> value)
{
    private const int MaxAlpnBytes = 255;
    private const int MaxAuthorityBytes = 255;
    private const int MaxUniqueIdBytes = 128;

    public ProxyTlvType Type { get; } = type;

    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>The application protocol of the client's connection.</summary>
    public static ProxyTlv Alpn(SslApplicationProtocol protocol) => Checked(ProxyTlvType.Alpn, protocol.Protocol);

    /// <summary>The host name that the client asked for: at most 255 bytes of UTF-8, without control characters.</summary>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    public static ProxyTlv Authority(string name) => Checked(ProxyTlvType.Authority, Encoding.UTF8.GetBytes(name));

    /// <summary>A name for the connection, at most 128 bytes.</summary>
    /// <exception cref="ArgumentException">It is longer.</exception>
    public static ProxyTlv UniqueId(ReadOnlyMemory<byte> id) => Checked(ProxyTlvType.UniqueId, id);

    /// <summary>The trace that the connection belongs to, as a W3C <c>traceparent</c>.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static ProxyTlv TraceParent(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!ProxyProtocol.TraceParent.IsValid(bytes)) throw new ArgumentException("No traceparent of W3C Trace Context.", nameof(text));
        return new ProxyTlv(ProxyTlvType.TraceParent, bytes);
    }

    /// <summary>What is wrong with a value, as one word; null when nothing is. An empty one is always right: proxies send it for what they do not know.</summary>
    public static string? Fault(ProxyTlvType type, ReadOnlySpan<byte> value) => type switch
    {
        ProxyTlvType.Alpn when value.Length > MaxAlpnBytes => "bad_alpn",
        ProxyTlvType.Authority when value.Length > MaxAuthorityBytes || !IsText(value) => "bad_authority",
        ProxyTlvType.UniqueId when value.Length > MaxUniqueIdBytes => "unique_id_too_long",
        _ => null,
    };

    private static ProxyTlv Checked(ProxyTlvType type, ReadOnlyMemory<byte> value) =>
        Fault(type, value.Span) is { } fault ? throw new ArgumentException($"The value cannot be sent: {fault}.", nameof(value)) : new ProxyTlv(type, value);

    /// <summary>Whether it can be shown in a log as it is.</summary>
    private static bool IsText(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(value, out var rune, out var bytes) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune)) return false;
            value = value[bytes..];
        }

        return true;
    }
}
