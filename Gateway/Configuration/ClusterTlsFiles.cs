using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Clustering;

namespace SocketGateway.Gateway.Configuration;

/// <summary>What nodes show each other and what they trust, read from its files.</summary>
/// <param name="Tls">The certificate and the authority.</param>
/// <param name="Warning">What other nodes will hold against the certificate.</param>
internal sealed record ClusterTlsFiles(ClusterTls Tls, string? Warning)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 section 4.2.1.12

    /// <summary>Reads them, or says what is wrong: key and words, the key relative to the section.</summary>
    public static ClusterTlsFiles? Load(ClusterTlsOptions options, out ConfigurationFault? fault)
    {
        var certificate = ServerCertificate.Load(options.Certificate, out fault);
        if (certificate is null)
        {
            fault = new ConfigurationFault($"Certificate:{fault!.Key}", fault.Message);
            return null;
        }

        if (CertificateAuthority.Load(options.Authority, out var wrong) is not { } authority)
        {
            fault = new ConfigurationFault(nameof(options.Authority), wrong);
            return null;
        }

        var tls = new ClusterTls(certificate.Certificate, authority);
        if (!IsForClients(certificate.Certificate))
            fault = new ConfigurationFault("Certificate:Path", "is not a client's certificate too: its extended key usage lacks client authentication");
        else if (tls.Refusal(certificate.Certificate, ignoreTime: true) is { } refusal)
            fault = new ConfigurationFault("Certificate:Path", $"is not signed by the authority of {options.Authority}: {refusal}");
        return fault is null ? new ClusterTlsFiles(tls, certificate.Warning(TimeProvider.System.GetUtcNow())) : null;
    }

    private static bool IsForClients(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages;
        return usages is null || usages.Cast<Oid>().Any(usage => usage.Value == ClientAuthentication);
    }
}
