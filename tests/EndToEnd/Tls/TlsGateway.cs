using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>The program with echo and a site behind TLS, and clients that trust whoever answers.</summary>
internal static class TlsGateway
{
    public const string Subject = "CN=localhost";

    /// <summary>Certificate and key in one PEM file, for as long as these tests run.</summary>
    public static string Certificate { get; } = Write();

    public static Task<GatewayProcess> StartAsync(params IReadOnlyList<(string Key, string Value)> values) => GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = $$"""
            {
              "SocketGateway": {
                "Listeners": {
                  "echo": { "Port": 7, "Service": "echo", "Tls": { "Certificate": { "Path": "{{Certificate}}" } } },
                  "site": { "Port": 443, "Service": "site", "Tls": { "Certificate": { "Path": "{{Certificate}}" } } },
                  "daytime": { "Port": 13, "Service": "daytime", "Tls": { "Certificate": { "Path": "{{Certificate}}" } } }
                },
                "Services": { "echo": { "Type": "Echo" }, "site": { "Type": "Http" }, "daytime": { "Type": "Daytime" } }
              }
            }
            """,
        Values = values,
    });

    public static async Task<SslStream> SecureAsync(Stream wire, SslProtocols protocols = SslProtocols.None, string host = "localhost", string? protocol = null, string? clientCertificate = null)
    {
        var stream = new SslStream(wire, leaveInnerStreamOpen: false);
#pragma warning disable CA5359 // the gateway's certificate is this class's own
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)],
            ClientCertificates = clientCertificate is null ? null : [X509Certificate2.CreateFromPemFile(clientCertificate)],
        }).WaitAsync(TimeSpan.FromSeconds(30));
#pragma warning restore CA5359
        return stream;
    }

    public static Task<SslStream> SecureAsync(TestClient client, string? protocol = null, string? clientCertificate = null, string host = "localhost") =>
        SecureAsync(new System.Net.Sockets.NetworkStream(client.Socket), host: host, protocol: protocol, clientCertificate: clientCertificate);

    public static async Task<byte[]> EchoAsync(SslStream stream, byte[] bytes)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var back = new byte[bytes.Length];
        var reading = stream.ReadExactlyAsync(back, patience.Token).AsTask();
        await stream.WriteAsync(bytes, patience.Token);
        await reading;
        return back;
    }

    private static string Write()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        return file;
    }
}
