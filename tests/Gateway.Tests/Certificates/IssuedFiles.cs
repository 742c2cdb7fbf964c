using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Gateway.Tests.Certificates;

/// <summary>Certificates and keys as PEM files in a directory of their own, which can be written again.</summary>
internal sealed class IssuedFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-issued-");

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Writes <c>name.pem</c> and <c>name.key</c>.</summary>
    public string Issue(string name, string subject, int days = 60)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(subject);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(days));
        File.WriteAllText(Path($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return Path($"{name}.pem");
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
