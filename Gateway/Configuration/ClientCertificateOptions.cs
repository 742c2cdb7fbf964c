namespace SocketGateway.Gateway.Configuration;

/// <summary>What clients of a listener have to show.</summary>
[NotSupportedYet("Revocation")]
internal sealed record ClientCertificateOptions
{
    /// <summary>Whether they have to. Default Require.</summary>
    public ClientCertificateMode Mode { get; init; } = ClientCertificateMode.Require;

    /// <summary>A PEM file of the authority that signs the certificates of clients, with what lies between it and them. No other authority is trusted, and nothing is downloaded.</summary>
    public string? CaPath { get; init; }
}
