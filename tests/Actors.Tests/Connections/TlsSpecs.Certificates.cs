using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Tests.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>What is shown to clients, and what of theirs is refused.</summary>
public sealed partial class TlsSpecs
{
    [Fact]
    public async Task A_client_that_is_refused_for_its_certificate_has_a_reason_of_its_own()
    {
        var options = new SslServerAuthenticationOptions { ServerCertificateContext = TestCertificate.Context, ClientCertificateRequired = true };
        var tls = new TlsSettings(_ => new TlsServer(options, (shown, _, _) => shown is null ? "none shown" : null), Patience, Implicit: true);
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Listener() with { Tls = tls });
        var actors = CountActors(gateway);
        using var failures = new Failures();
        using var socket = await ConnectAsync(at);
        try
        {
            // A client of TLS 1.3 may be done before the gateway has looked at what it showed.
            await using var client = await SecureAsync(socket);
            Assert.Equal("", await ReadAsync(client, null));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
        }

        await AssertNothingIsLeftAsync(gateway, actors);
        Assert.Equal([CloseReasons.ClientCertificateRefused], failures.Reasons);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls13, true)]
    public async Task What_is_shown_is_chosen_by_what_the_client_begins_with(SslProtocols protocol, bool offersTls13)
    {
        var hellos = new List<SslClientHelloInfo>();
        TlsServer Choose(SslClientHelloInfo hello)
        {
            lock (hellos) hellos.Add(hello);
            return new TlsServer(TestCertificate.Server);
        }

        var (_, at) = await StartAsync(() => new TlsTestSession(), Listener() with { Tls = new TlsSettings(Choose, Patience, Implicit: true) });
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket, protocol);
        await WriteAsync(client, "a\r\nCLOSE\r\n");
        Assert.StartsWith("1 a 1.", await ReadAsync(client, null), StringComparison.Ordinal);
        var hello = Assert.Single(hellos);
        Assert.Equal(("localhost", offersTls13), (hello.ServerName, hello.SslProtocols.HasFlag(SslProtocols.Tls13)));
    }
}
