namespace SocketGateway.Gateway.Configuration;

/// <summary>Versions of TLS that are fit for use (RFC 9325 section 3.1.1).</summary>
internal enum TlsVersion
{
    /// <summary>RFC 5246.</summary>
    Tls12,

    /// <summary>RFC 8446.</summary>
    Tls13,
}
