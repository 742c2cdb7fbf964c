using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>Certificates of nodes and of those who sign them, as files in a directory of their own.</summary>
internal sealed class ClusterFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-cluster-");

    public ClusterFiles()
    {
        using var authority = Authority("CN=nodes");
        using var stranger = Authority("CN=nodes");
        Write("authority.pem", authority.ExportCertificatePem());
        Write("stranger.pem", stranger.ExportCertificatePem());
        Write("node.pem", Node(authority, 30));
        Write("other.pem", Node(authority, 30));
        Write("strange-node.pem", Node(stranger, 30));
        Write("soon.pem", Node(authority, 3));
        Write("server.pem", Node(authority, 30, "1.3.6.1.5.5.7.3.1"));
        Write("leaf.pem", PemOf(Node(authority, 30)));
        Write("text.pem", "nothing of the kind");
    }

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>The settings of a node with this certificate and authority.</summary>
    public (string Key, string? Value)[] Settings(string certificate = "node.pem", string authority = "authority.pem") =>
        [("Cluster:Enabled", "true"), ("Cluster:Tls:Certificate:Path", Path(certificate)), ("Cluster:Tls:Authority", Path(authority))];

    public void Dispose() => _directory.Delete(recursive: true);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(60));
    }

    private static string Node(X509Certificate2 authority, int days, params string[] usages)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        if (usages.Length > 0) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(u => new Oid(u))], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(authority, now.AddHours(-1), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        return $"{signed.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}";
    }

    private static string PemOf(string both) => both[..(both.IndexOf("-----BEGIN PRIVATE", StringComparison.Ordinal) - 1)];

    private void Write(string name, string text) => File.WriteAllText(Path(name), text);
}
