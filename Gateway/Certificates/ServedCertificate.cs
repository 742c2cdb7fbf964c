using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Certificates;

/// <summary>The handshakes in which one certificate is shown. Immutable: another certificate is another one of these.</summary>
internal sealed class ServedCertificate
{
    private readonly TlsServer _resumable;
    private readonly TlsServer _strict;

    /// <param name="certificate">What is shown.</param>
    /// <param name="options">The listener's.</param>
    /// <param name="authority">Whose clients are taken; null when none is asked for a certificate.</param>
    public ServedCertificate(ServerCertificate certificate, TlsOptions options, X509Certificate2Collection? authority)
    {
        Certificate = certificate;

        // Clients that hold several certificates choose by the names of the authorities.
        var trust = authority is null ? null : SslCertificateTrust.CreateForX509Collection(authority, sendTrustInHandshake: !OperatingSystem.IsWindows());
        var context = SslStreamCertificateContext.Create(certificate.Certificate, certificate.Others, offline: true, trust);
        Func<X509Certificate2?, X509Chain?, SslPolicyErrors, string?>? refusal =
            authority is null ? null : (shown, chain, errors) => RefusalOf(shown, chain, errors, options.ClientCertificate!.Mode == ClientCertificateMode.Require);
        _resumable = new TlsServer(OptionsFor(context, options, authority, suites: null), refusal);
        _strict = new TlsServer(OptionsFor(context, options, authority, StrongSuites.Policy), refusal);
    }

    public ServerCertificate Certificate { get; }

    /// <summary>
    /// .NET resumes no session of options that name their suites. All suites of TLS 1.3 are good ones, so those who can speak it do without names; only others, and those who
    /// show certificates, begin anew each time.
    /// </summary>
    public TlsServer For(SslProtocols offered) => offered.HasFlag(SslProtocols.Tls13) && _resumable.Refusal is null ? _resumable : _strict;

    private static SslServerAuthenticationOptions OptionsFor(
        SslStreamCertificateContext context, TlsOptions options, X509Certificate2Collection? authority, CipherSuitesPolicy? suites) => new()
        {
            ServerCertificateContext = context,
            EnabledSslProtocols = options.MinimumVersion == TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            ApplicationProtocols = options.Alpn.Count == 0 ? null : [.. options.Alpn.Select(protocol => new SslApplicationProtocol(protocol))],
            CipherSuitesPolicy = suites,
            ClientCertificateRequired = authority is not null,
            CertificateChainPolicy = authority is null ? null : AuthorityPolicy.Of(authority),

            // A resumed session shows no certificate, and might be of a listener that asks for none.
            AllowTlsResume = authority is null,
        };

    private static string? RefusalOf(X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors, bool isRequired)
    {
        if (shown is null) return isRequired ? "the client showed no certificate" : null;
        if (errors == SslPolicyErrors.None) return null;
        var why = chain is null ? [] : chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct().ToList();
        return $"the client's certificate {shown.Subject} is not taken: {(why.Count == 0 ? errors.ToString() : string.Join(", ", why))}";
    }
}
