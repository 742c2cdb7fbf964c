using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Messages;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>A certificate that nobody else trusts.</summary>
internal static class TestCertificate
{
    public static readonly SslStreamCertificateContext Context = SslStreamCertificateContext.Create(Create(), additionalCertificates: null, offline: true);

    public static SslServerAuthenticationOptions Server => new()
    {
        ServerCertificateContext = Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };

    public static TlsSettings Settings(bool @implicit, TimeSpan? patience = null) => new(_ => new TlsServer(Server), patience ?? TimeSpan.FromSeconds(10), @implicit);

#pragma warning disable CA5359 // it trusts this one certificate, whoever shows it
    public static SslClientAuthenticationOptions Client(SslProtocols protocols = SslProtocols.None) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = protocols,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
    };
#pragma warning restore CA5359

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
