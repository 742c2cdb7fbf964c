using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>Certificates good and bad, as files in a directory of their own.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-certificates-");

    public CertificateFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var shortKey = RSA.Create(1024);
        using var good = Sign(new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256), -1, 30);
        using var expired = Sign(new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256), -30, -1);
        using var early = Sign(new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256), 1, 30);
        using var soon = Sign(new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256), -30, 3);
        using var weak = Sign(new CertificateRequest("CN=localhost", shortKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), -1, 30);
        var mail = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        mail.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], critical: false));
        using var client = Sign(mail, -1, 30);
        var pem = key.ExportPkcs8PrivateKeyPem();
        Write("key.pem", pem);
        Write("other.pem", other.ExportPkcs8PrivateKeyPem());
        Write("encrypted.pem", key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Write("cert.pem", good.ExportCertificatePem());
        Write("both.pem", $"{good.ExportCertificatePem()}\n{pem}");
        Write("expired.pem", $"{expired.ExportCertificatePem()}\n{pem}");
        Write("early.pem", $"{early.ExportCertificatePem()}\n{pem}");
        Write("soon.pem", $"{soon.ExportCertificatePem()}\n{pem}");
        Write("weak.pem", $"{weak.ExportCertificatePem()}\n{shortKey.ExportPkcs8PrivateKeyPem()}");
        Write("client.pem", $"{client.ExportCertificatePem()}\n{pem}");
        Write("text.pem", "nothing of the kind");
        File.WriteAllBytes(Path("good.pfx"), good.Export(X509ContentType.Pkcs12, "secret"));
        File.WriteAllBytes(Path("open.pfx"), good.Export(X509ContentType.Pkcs12));
        File.WriteAllBytes(Path("nokey.pfx"), new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(good.RawData)).Export(X509ContentType.Pkcs12)!);
        File.WriteAllBytes(Path("broken.pfx"), [0x30, 0x82, 1, 2, 3]);
    }

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);

    private static X509Certificate2 Sign(CertificateRequest request, int from, int to)
    {
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(from), now.AddDays(to));
    }

    private void Write(string name, string text) => File.WriteAllText(Path(name), text);
}
