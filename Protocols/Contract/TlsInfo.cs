using System.Net.Security;
using System.Security.Authentication;

namespace SocketGateway.Protocols.Contract;

/// <summary>What a TLS handshake agreed on.</summary>
/// <param name="Protocol">The version: TLS 1.2 or 1.3.</param>
/// <param name="CipherSuite">The cipher suite, by its registered name.</param>
public sealed record TlsInfo(SslProtocols Protocol, TlsCipherSuite CipherSuite)
{
    /// <summary>What both sides speak inside (ALPN, RFC 7301), such as <c>h2</c>; null when the listener or the client left that open.</summary>
    public string? ApplicationProtocol { get; init; }

    /// <summary>Whom the client's certificate names, such as <c>CN=alice</c>; it was checked. Null: none was asked for, or shown.</summary>
    public string? ClientSubject { get; init; }

    /// <summary>The version as telemetry writes it: <c>1.2</c>, <c>1.3</c>.</summary>
#pragma warning disable CA5398 // names what was agreed; what is allowed is the listener's
    public string Version => Protocol switch
    {
        SslProtocols.Tls12 => "1.2",
        SslProtocols.Tls13 => "1.3",
        _ => Protocol.ToString(),
    };
#pragma warning restore CA5398

    /// <summary><c>TLS 1.3 TLS_AES_256_GCM_SHA384</c>, and where they are known the protocol inside and the client: <c>, h2, CN=alice</c>.</summary>
    public override string ToString() => string.Join(", ", new[] { $"TLS {Version} {CipherSuite}", ApplicationProtocol, ClientSubject }.Where(part => part is not null));
}
