using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Gateway.Configuration;

/// <summary>A certificate that a listener can show to clients, or the gateway to destinations, read from its files with everything that leads to its root.</summary>
internal sealed class ServerCertificate
{
    /// <summary>OpenSSL's security level 2 takes no shorter ones, so that each handshake would fail.</summary>
    private const int ShortestRsa = 2048;

    // RFC 5280 section 4.2.1.12.
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1", ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection others) => (Certificate, Others) = (certificate, others);

    public X509Certificate2 Certificate { get; }

    /// <summary>What was in the file beside it.</summary>
    public X509Certificate2Collection Others { get; }

    /// <summary>Reads it, or says what is wrong: key and words, the key relative to the section of the certificate.</summary>
    public static ServerCertificate? Load(CertificateOptions options, out ConfigurationFault? fault) => Load(options, ServerAuthentication, out fault);

    /// <summary>The same for one that is shown by a client.</summary>
    public static ServerCertificate? LoadForClient(CertificateOptions options, out ConfigurationFault? fault) => Load(options, ClientAuthentication, out fault);

    /// <summary>What clients will hold against it. No fault: whoever restarts the gateway has other listeners too.</summary>
    public string? Warning(DateTimeOffset now) =>
        now >= Certificate.NotAfter ? $"has expired on {Certificate.NotAfter:yyyy-MM-dd}: clients will refuse it"
        : now < Certificate.NotBefore ? $"is not valid before {Certificate.NotBefore:yyyy-MM-dd HH:mm}: clients will refuse it"
        : now >= Certificate.NotAfter - Soon ? $"expires on {Certificate.NotAfter:yyyy-MM-dd}"
        : null;

    private static ServerCertificate? Load(CertificateOptions options, string usage, out ConfigurationFault? fault)
    {
        fault = FaultOfFile(nameof(options.Path), options.Path) ?? (options.KeyPath is null ? null : FaultOfFile(nameof(options.KeyPath), options.KeyPath));
        if (fault is not null) return null;
        var isPem = IsPem(options.Path);
        if (!isPem && options.KeyPath is not null)
        {
            fault = new(nameof(options.KeyPath), "goes with a PEM file only: a PFX file holds its key");
            return null;
        }

        var loaded = isPem ? LoadPem(options, out fault) : LoadPfx(options, out fault);
        if (loaded is not null) fault = FaultOf(loaded.Certificate, usage);
        return fault is null ? loaded : null;
    }

    private static ConfigurationFault? FaultOfFile(string key, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new(key, e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {Path.GetFullPath(path)}" : e.Message);
        }
    }

    private static bool IsPem(string path)
    {
        // A PFX file is DER and begins with a SEQUENCE (RFC 7292); PEM may begin with any text.
        using var file = File.OpenRead(path);
        return file.ReadByte() != 0x30;
    }

    private static ServerCertificate? LoadPem(CertificateOptions options, out ConfigurationFault? fault)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(options.Path);
        }
        catch (CryptographicException e)
        {
            fault = new(nameof(options.Path), $"cannot be read as PEM: {e.Message}");
            return null;
        }

        if (all.Count == 0)
        {
            fault = new(nameof(options.Path), "holds no certificate");
            return null;
        }

        var keyName = options.KeyPath is null ? nameof(options.Path) : nameof(options.KeyPath);
        var keyFile = options.KeyPath ?? options.Path;
        fault = FaultOfKey(keyName, File.ReadAllText(keyFile), options.Password);
        if (fault is not null) return null;
        try
        {
            var certificate = options.Password is null
                ? X509Certificate2.CreateFromPemFile(options.Path, keyFile)
                : X509Certificate2.CreateFromEncryptedPemFile(options.Path, options.Password, keyFile);
            all.RemoveAt(0);
            return new ServerCertificate(Usable(certificate), all);
        }
        catch (CryptographicException e) when (options.Password is not null)
        {
            fault = new(nameof(options.Password), $"does not open the private key: {e.Message}");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            fault = new(keyName, $"is not the private key of the certificate: {e.Message}");
        }

        return null;
    }

    private static ConfigurationFault? FaultOfKey(string name, string pem, string? password)
    {
        var isEncrypted = pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (!isEncrypted && !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal)) return new(name, "holds no private key");
        if (isEncrypted && password is null) return new(nameof(CertificateOptions.Password), "is missing: the private key is encrypted");
        return !isEncrypted && password is not null ? new(nameof(CertificateOptions.Password), "is given, but the private key is not encrypted") : null;
    }

    private static ServerCertificate? LoadPfx(CertificateOptions options, out ConfigurationFault? fault)
    {
        fault = null;
        try
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.Path, options.Password);
            if (all.FirstOrDefault(c => c.HasPrivateKey) is { } certificate)
            {
                all.Remove(certificate);
                return new ServerCertificate(certificate, all);
            }

            fault = new(nameof(options.Path), "holds no certificate with a private key");
        }
        catch (CryptographicException e) when (e.HResult == unchecked((int)0x80070056) || e.Message.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            fault = new(nameof(options.Password), options.Password is null ? "is missing: the file is encrypted" : "does not open the file");
        }
        catch (CryptographicException e)
        {
            fault = new(nameof(options.Path), $"is neither PEM nor PFX: {e.Message}");
        }

        return null;
    }

    private static ConfigurationFault? FaultOf(X509Certificate2 certificate, string usage)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa?.KeySize < ShortestRsa)
            return new(nameof(CertificateOptions.Path), $"its RSA key of {rsa.KeySize} bits is too short: at least {ShortestRsa}");
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages;
        if (usages is null || usages.Cast<Oid>().Any(one => one.Value == usage)) return null;
        var who = usage == ServerAuthentication ? "server" : "client";
        return new(nameof(CertificateOptions.Path), $"is not a {who}'s certificate: its extended key usage lacks {who} authentication");
    }

    /// <summary>Windows does not take a key that lives in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
