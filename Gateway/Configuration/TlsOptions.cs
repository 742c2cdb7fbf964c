namespace SocketGateway.Gateway.Configuration;

/// <summary>TLS on a listener.</summary>
internal sealed record TlsOptions
{
    /// <summary>When TLS begins. Default Implicit.</summary>
    public TlsMode Mode { get; init; } = TlsMode.Implicit;

    /// <summary>The oldest version that is spoken. Default Tls12.</summary>
    public TlsVersion MinimumVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>What the gateway shows to clients that name no host, or none of <see cref="Sni"/>.</summary>
    public required CertificateOptions Certificate { get; init; } = new() { Path = "" };

    /// <summary>What it shows to clients by the host that they name (RFC 6066 section 3): <c>a.example.org</c> before <c>*.example.org</c>, whose star is one label. Default empty.</summary>
    public IReadOnlyDictionary<string, CertificateOptions> Sni { get; init; } = new Dictionary<string, CertificateOptions>();

    /// <summary>
    /// The protocols that may be spoken inside, the preferred one first (ALPN, RFC 7301), such as <c>h2</c> and <c>http/1.1</c>. A client that offers only others is refused; one that offers
    /// none is not. Default empty: nothing is agreed on.
    /// </summary>
    public IReadOnlyList<string> Alpn { get; init; } = [];

    /// <summary>Certificates of clients. Default null: none is asked for.</summary>
    public ClientCertificateOptions? ClientCertificate { get; init; }
}
