using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>An authority and a node's certificate by it, as files in a directory of their own, named as in a Kubernetes secret.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-cluster-");

    public ClusterCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var nodeKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=nodes' authority", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var node = new CertificateRequest("CN=node", nodeKey, HashAlgorithmName.SHA256).Create(root, now.AddDays(-1), now.AddDays(30), [1]);
        File.WriteAllText(Path("ca.crt"), root.ExportCertificatePem());
        File.WriteAllText(Path("tls.crt"), node.ExportCertificatePem());
        File.WriteAllText(Path("tls.key"), nodeKey.ExportPkcs8PrivateKeyPem());
    }

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
