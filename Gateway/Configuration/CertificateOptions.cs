namespace SocketGateway.Gateway.Configuration;

/// <summary>A certificate with its private key, in Kestrel's words.</summary>
internal sealed record CertificateOptions
{
    /// <summary>A PEM file (the certificate first, then those that lead to the root), or a PFX file.</summary>
    public required string Path { get; init; }

    /// <summary>The PEM file of the private key. Default null: it is in <see cref="Path"/>.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The password of the PFX file, or of an encrypted private key. Default null: none.</summary>
    public string? Password { get; init; }
}
