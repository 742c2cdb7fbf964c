using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>Signs certificates of servers and clients, as PEM files in a directory of its own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Nobody ever asks there; but a server's certificate that nobody could revoke is one of the things that scanners complain of.</summary>
    private const string RevocationList = "http://localhost/authority.crl";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-authority-");
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=authority {_directory.Name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime + TimeSpan.FromDays(1));
        File = Path("authority.pem");
        System.IO.File.WriteAllText(File, _root.ExportCertificatePem());
    }

    /// <summary>How long its certificates are good for, from now: longer than anybody warns of their end, and much shorter than public ones may be.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(90);

    /// <summary>What whoever trusts it is given.</summary>
    public string File { get; }

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Writes certificate and key of a server into one file; its subject tells it from others of the same hosts.</summary>
    public string Server(string name, string subject, params string[] hosts) => Issue(name, subject, ServerAuthentication, hosts);

    public string Client(string name, string subject) => Issue(name, subject, ClientAuthentication);

    public void Dispose()
    {
        _root.Dispose();
        _directory.Delete(recursive: true);
    }

    private string Issue(string name, string subject, string purpose, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts) names.AddDnsName(host);
        if (hosts.Length > 0) request.CertificateExtensions.Add(names.Build());
        if (purpose == ServerAuthentication) request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([RevocationList]));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(_root, now.AddDays(-1), now + Lifetime, RandomNumberGenerator.GetBytes(8));
        System.IO.File.WriteAllText(Path(name), $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return Path(name);
    }
}
