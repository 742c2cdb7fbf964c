using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class TlsInfoTests
{
    [Theory]
    [InlineData(null, null, "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("h2", null, "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, h2")]
    [InlineData("h2", "CN=alice", "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, h2, CN=alice")]
    public void It_reads_as_what_was_agreed(string? protocol, string? client, string text)
    {
#pragma warning disable CA5398 // names what was agreed
        var tls = new TlsInfo(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) { ApplicationProtocol = protocol, ClientSubject = client };
#pragma warning restore CA5398
        Assert.Equal(text, tls.ToString());
    }
}
