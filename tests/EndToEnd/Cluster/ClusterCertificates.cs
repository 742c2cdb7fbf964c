using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>An authority and the certificate of a node of 127.0.0.1 by it, as PEM files.</summary>
internal sealed class ClusterCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly string _authority;
    private readonly string _certificate;
    private readonly string _key;

    /// <summary>Writes the three files.</summary>
    public ClusterCertificates(string folder)
    {
        Directory.CreateDirectory(folder);
        (_authority, _certificate, _key) = (Path.Combine(folder, "authority.pem"), Path.Combine(folder, "node.pem"), Path.Combine(folder, "node.key"));
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN=nodes of {Path.GetFileName(folder)}", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(3));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("127.0.0.1");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: false));
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(2), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(_authority, authority.ExportCertificatePem());
        File.WriteAllText(_certificate, certificate.ExportCertificatePem());
        File.WriteAllText(_key, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The settings of a node that shows this certificate, and trusts this authority.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings() =>
        [("Cluster:Tls:Certificate:Path", _certificate), ("Cluster:Tls:Certificate:KeyPath", _key), ("Cluster:Tls:Authority", _authority)];

    /// <summary>From here on its own nodes trust those of another authority too.</summary>
    public void Trust(ClusterCertificates other) => File.AppendAllText(_authority, $"\n{File.ReadAllText(other._authority)}\n");
}
