using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Clustering;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>Signs the certificates of nodes.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=nodes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>What a node needs to be one of this authority's.</summary>
    public ClusterTls Node()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(_root, now.AddHours(-1), now.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return new ClusterTls(signed.CopyWithPrivateKey(key), [_root]);
    }

    /// <summary>A node that takes this authority's nodes for its own, and shows them the certificate of another one.</summary>
    public ClusterTls Intruder(TestAuthority other) => new(other.Node().Certificate, [_root, other._root]);

    public void Dispose() => _root.Dispose();
}
