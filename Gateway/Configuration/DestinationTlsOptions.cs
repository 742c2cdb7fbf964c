using System.Text;

namespace SocketGateway.Gateway.Configuration;

/// <summary>TLS from the gateway to the destinations of a service of type Forward.</summary>
internal sealed record DestinationTlsOptions
{
    /// <summary>A name's length is a byte (RFC 7301 section 3.1).</summary>
    private const int LongestProtocol = 255;

    /// <summary>Default false: clear text.</summary>
    public bool Enabled { get; init; }

    /// <summary>The host that is asked for (RFC 6066 section 3), and that the certificate must name. Default null: that of the destination's address.</summary>
    public string? Host { get; init; }

    /// <summary>A PEM file of the authority that signs the certificates of destinations; no other one is trusted. Default null: those that this machine trusts.</summary>
    public string? CaPath { get; init; }

    /// <summary>What the gateway shows to destinations that ask who it is. Default null: nothing.</summary>
    public CertificateOptions? ClientCertificate { get; init; }

    /// <summary>The protocols that may be spoken inside, the preferred one first (ALPN, RFC 7301). Default empty: nothing is agreed on.</summary>
    public IReadOnlyList<string> Alpn { get; init; } = [];

    /// <summary>Any certificate is taken: whoever is on the way reads and writes everything. Default false.</summary>
    public bool Insecure { get; init; }

    /// <summary>The faults of these values, with the files that they name.</summary>
    public IEnumerable<ConfigurationFault> Validate()
    {
        if (!Enabled && (Host ?? CaPath ?? ClientCertificate?.Path) is not null) yield return new(nameof(Enabled), "is missing: without it everything is in clear text, whatever is given beside it");
        if (Host is not null && Uri.CheckHostName(Host) == UriHostNameType.Unknown) yield return new(nameof(Host), "is not the name of a host, such as db.example.org");
        if (Insecure && CaPath is not null) yield return new(nameof(Insecure), "contradicts CaPath: nothing is verified");
        if (CaPath is not null && CertificateAuthority.Load(CaPath, out var wrong) is null) yield return new(nameof(CaPath), wrong);
        if (ClientCertificate is { Path.Length: > 0 } files && ServerCertificate.LoadForClient(files, out var fault) is null)
            yield return fault! with { Key = $"{nameof(ClientCertificate)}:{fault.Key}" };
        for (var i = 0; i < Alpn.Count; i++)
        {
            if (Encoding.UTF8.GetByteCount(Alpn[i]) > LongestProtocol) yield return new($"{nameof(Alpn)}:{i}", $"is longer than {LongestProtocol} bytes");
        }
    }
}
