namespace SocketGateway.Gateway.Configuration;

/// <summary>TLS between nodes.</summary>
internal sealed record ClusterTlsOptions
{
    /// <summary>What this node shows to others, as client and as server.</summary>
    public required CertificateOptions Certificate { get; init; } = new() { Path = "" };

    /// <summary>A PEM file of the authority that signs the certificates of all nodes, with what lies between it and them. No other authority is trusted.</summary>
    public required string Authority { get; init; } = "";
}
