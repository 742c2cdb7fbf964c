using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Sockets;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>TLS with the destinations of one service. Its files are read once, when the service begins.</summary>
internal sealed class DestinationTls
{
    private readonly DestinationTlsOptions _options;
    private readonly X509Certificate2Collection? _authority;
    private readonly SslStreamCertificateContext? _shown;

    /// <exception cref="InvalidOperationException">A file cannot be read any more.</exception>
    public DestinationTls(DestinationTlsOptions options)
    {
        _options = options;
        if (options.CaPath is { } path) _authority = CertificateAuthority.Load(path, out var wrong) ?? throw new InvalidOperationException($"{path} {wrong}");
        if (options.ClientCertificate is not { } files) return;
        var shown = ServerCertificate.LoadForClient(files, out var fault) ?? throw new InvalidOperationException($"{files.Path}: {fault}");
        _shown = SslStreamCertificateContext.Create(shown.Certificate, shown.Others, offline: true);
    }

    /// <summary>A handshake over a socket that is connected.</summary>
    /// <param name="socket">Stays the caller's.</param>
    /// <param name="host">The host of the destination's address; another one may be configured.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="AuthenticationException">It failed, or the certificate is not taken.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<SslStream> SecureAsync(Socket socket, string host, CancellationToken stop)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            await stream.AuthenticateAsClientAsync(OptionsFor(_options.Host ?? host), stop);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions OptionsFor(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        ApplicationProtocols = _options.Alpn.Count == 0 ? null : [.. _options.Alpn.Select(protocol => new SslApplicationProtocol(protocol))],
        ClientCertificateContext = _shown,
        CertificateChainPolicy = _authority is null ? null : AuthorityPolicy.Of(_authority),
        RemoteCertificateValidationCallback = _options.Insecure ? (_, _, _, _) => _options.Insecure : null,
    };
}
