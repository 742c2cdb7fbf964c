namespace SocketGateway.Gateway.Configuration;

/// <summary>TLS on a listener.</summary>
internal sealed record TlsOptions
{
    /// <summary>When TLS begins. Default Implicit.</summary>
    public TlsMode Mode { get; init; } = TlsMode.Implicit;

    /// <summary>The oldest version that is spoken. Default Tls12.</summary>
    public TlsVersion MinimumVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>What the gateway shows to clients.</summary>
    public required CertificateOptions Certificate { get; init; } = new() { Path = "" };
}
