using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Messages;

namespace SocketGateway.Actors.Clustering;

/// <summary>What this node shows to others, and the one authority whose signature it takes from them; what the machine trusts otherwise does not count.</summary>
/// <param name="certificate">With its private key.</param>
/// <param name="authority">Roots, and what lies between them and the certificates of nodes.</param>
internal sealed class ClusterTls(X509Certificate2 certificate, X509Certificate2Collection authority)
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    public X509Certificate2 Certificate => certificate;

    /// <summary>Both ends of a link show a certificate. As between the clusters' actor systems, it is the authority that counts, not the host's name.</summary>
    /// <param name="asClient">The handshake begins here.</param>
    /// <param name="refused">Hears why the other one's is not taken.</param>
    public TlsSettings ForLinks(bool asClient, Action<string> refused)
    {
        bool IsTaken(X509Certificate? shown)
        {
            if (Refusal(shown as X509Certificate2) is not { } refusal) return true;
            refused(refusal);
            return false;
        }

        var server = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => IsTaken(shown),
        };
        return new TlsSettings(server, HandshakeTimeout, Implicit: true)
        {
            AsClient = asClient
                ? new SslClientAuthenticationOptions { ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, shown, _, _) => IsTaken(shown) }
                : null,
        };
    }

    /// <summary>Whether it signed itself.</summary>
    public static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>Why a node that shows this is not let in; null when it is.</summary>
    public string? Refusal(X509Certificate2? shown, bool ignoreTime = false)
    {
        if (shown is null) return "no certificate was shown";
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        (policy.TrustMode, policy.RevocationMode, policy.DisableCertificateDownloads) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck, true);
        if (ignoreTime) policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        foreach (var known in authority) (IsRoot(known) ? policy.CustomTrustStore : policy.ExtraStore).Add(known);
        return chain.Build(shown) ? null : string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct());
    }
}
