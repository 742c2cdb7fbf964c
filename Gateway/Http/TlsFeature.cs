using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Http;

/// <summary>The gateway's handshake as Kestrel wants it: the requests' scheme is https, and HTTP/2 is spoken only where it was agreed on (RFC 9113 section 3.2).</summary>
internal sealed class TlsFeature(TlsInfo tls) : ITlsConnectionFeature, ITlsHandshakeFeature, ITlsApplicationProtocolFeature
{
    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = Encoding.UTF8.GetBytes(tls.ApplicationProtocol ?? "");

    public SslProtocols Protocol => tls.Protocol;

    public TlsCipherSuite? NegotiatedCipherSuite => tls.CipherSuite;

    /// <summary>Sessions know of a client's certificate whom it names (<see cref="TlsInfo.ClientSubject"/>), and no more.</summary>
    public X509Certificate2? ClientCertificate { get; set; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

#pragma warning disable SYSLIB0058 // the interface still asks for them; the suite says it all
    public CipherAlgorithmType CipherAlgorithm => default;

    public int CipherStrength => default;

    public int HashStrength => default;

    public HashAlgorithmType HashAlgorithm => default;

    public ExchangeAlgorithmType KeyExchangeAlgorithm => default;

    public int KeyExchangeStrength => default;
#pragma warning restore SYSLIB0058
}
