using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>With the hellos of a real client.</summary>
public sealed class SupportedVersionsTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13, true)]
    public void A_client_offers_tls_1_3_or_does_not(SslProtocols protocols, bool offered) => Assert.Equal(offered, SupportedVersions.OfferTls13(HelloOf(protocols)));

    [Fact]
    public void A_hello_that_is_cut_off_before_its_versions_offers_nothing()
    {
        var hello = HelloOf(SslProtocols.Tls13);
        Assert.All(Enumerable.Range(0, 43), length => Assert.False(SupportedVersions.OfferTls13(hello.AsSpan(0, length))));
    }

    [Fact]
    public void No_change_of_a_byte_is_more_than_an_answer()
    {
        var hello = HelloOf(SslProtocols.Tls13);
        var answers = new List<bool>();
        for (var at = 0; at < hello.Length; at++)
        {
            foreach (var value in (byte[])[0, 1, 127, 255])
            {
                var changed = hello.ToArray();
                changed[at] = value;
                answers.Add(SupportedVersions.OfferTls13(changed));
            }
        }

        Assert.Contains(false, answers);
        Assert.Contains(true, answers);
    }

    private static byte[] HelloOf(SslProtocols protocols)
    {
        using var wire = new TlsTransport(() => { });
        using var client = new SslStream(wire);
        _ = client.AuthenticateAsClientAsync(TestCertificate.Client(protocols), CancellationToken.None);
        return wire.TakeOutput().ToArray();
    }
}
