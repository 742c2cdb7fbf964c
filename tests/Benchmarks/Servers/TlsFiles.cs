using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>The certificate that all sides show, made for this run: P-256, as most sites have today.</summary>
internal static class TlsFiles
{
    private static string? _folder;

    /// <summary>A PEM file with the certificate and its key, which both the gateway and HAProxy take.</summary>
    public static string Certificate
    {
        get
        {
            _folder ??= Make();
            return Path.Combine(_folder, "server.pem");
        }
    }

    public static void Delete()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        _folder = null;
    }

    private static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        // Only its owner may enter the folder, and so read the key.
        var folder = Directory.CreateTempSubdirectory("tls-benchmark-").FullName;
        File.WriteAllText(Path.Combine(folder, "server.pem"), $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return folder;
    }
}
