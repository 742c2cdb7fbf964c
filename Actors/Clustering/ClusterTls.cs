using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Clustering;

/// <summary>What this node shows to others, and the one authority whose signature it takes from them; what the machine trusts otherwise does not count.</summary>
/// <param name="certificate">With its private key.</param>
/// <param name="authority">Roots, and what lies between them and the certificates of nodes.</param>
internal sealed class ClusterTls(X509Certificate2 certificate, X509Certificate2Collection authority)
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    // Sent as it is, and built once: what it may name for a download is not asked.
    private readonly SslStreamCertificateContext _context = SslStreamCertificateContext.Create(certificate, authority, offline: true);

    public X509Certificate2 Certificate => certificate;

    /// <summary>Both ends of a link show a certificate. As between the clusters' actor systems, it is the authority that counts, not the host's name.</summary>
    /// <param name="asClient">The handshake begins here.</param>
    /// <param name="refused">Hears why the other one's is not taken.</param>
    public TlsSettings ForLinks(bool asClient, Action<string> refused)
    {
        string? RefusalOf(X509Certificate2? shown)
        {
            var refusal = Refusal(shown);
            if (refusal is not null) refused(refusal);
            return refusal;
        }

        var server = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _context,
            ClientCertificateRequired = true,
            CertificateChainPolicy = AuthorityPolicy.Of(authority),
        };
        return new TlsSettings(_ => new TlsServer(server, (shown, _, _) => RefusalOf(shown)), HandshakeTimeout, Implicit: true)
        {
            AsClient = asClient
                ? new SslClientAuthenticationOptions
                {
                    ClientCertificateContext = _context,
                    CertificateChainPolicy = AuthorityPolicy.Of(authority),
                    RemoteCertificateValidationCallback = (_, shown, _, _) => RefusalOf(shown as X509Certificate2) is null,
                }
                : null,
        };
    }

    /// <summary>Why a node that shows this is not let in; null when it is.</summary>
    public string? Refusal(X509Certificate2? shown, bool ignoreTime = false)
    {
        if (shown is null) return "no certificate was shown";
        using var chain = new X509Chain { ChainPolicy = AuthorityPolicy.Of(authority) };
        if (ignoreTime) chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(shown) ? null : string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct());
    }
}
