using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Gateway.Configuration;

/// <summary>An authority whose signature is taken, read from its PEM file: roots, and what lies between them and what they sign.</summary>
internal static class CertificateAuthority
{
    /// <summary>Reads it, or says what is wrong.</summary>
    public static X509Certificate2Collection? Load(string path, out string wrong)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException)
        {
            wrong = e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {Path.GetFullPath(path)}" : $"cannot be read as PEM: {e.Message}";
            return null;
        }

        wrong = all.Count == 0 ? "holds no certificate" : all.Any(AuthorityPolicy.IsRoot) ? "" : "holds no root, only what lies below one";
        return wrong.Length == 0 ? all : null;
    }
}
