using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// Trust in one authority alone: what the machine trusts otherwise does not count, and no address that a stranger's certificate names is asked for anything. SslStream builds a chain
/// before it asks whether the certificate is taken, so it has to be told as well.
/// </summary>
internal static class AuthorityPolicy
{
    /// <summary>Whether it signed itself.</summary>
    public static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>A policy of one's own, which may be changed.</summary>
    /// <param name="authority">Roots, and what lies between them and the certificates of peers.</param>
    public static X509ChainPolicy Of(X509Certificate2Collection authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        foreach (var known in authority) (IsRoot(known) ? policy.CustomTrustStore : policy.ExtraStore).Add(known);
        return policy;
    }
}
