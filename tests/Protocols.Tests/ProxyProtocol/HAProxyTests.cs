using System.Net;
using System.Net.Security;
using System.Text;
using SocketGateway.Protocols.ProxyProtocol;
using SocketGateway.Protocols.Tests.Peeking;

namespace SocketGateway.Protocols.Tests.ProxyProtocol;

/// <summary>What HAProxy 2.6 sent.</summary>
public class HAProxyTests
{
    [Fact]
    public void Its_line_is_read()
    {
        var header = Read("50524f58592054435034203132372e302e302e31203132372e302e302e312034303238322031393331310d0a");

        Assert.Equal((IPEndPoint.Parse("127.0.0.1:40282"), IPEndPoint.Parse("127.0.0.1:19311")), (header.Source, header.Destination));
    }

    [Fact]
    public void Its_line_of_mixed_families_is_read()
    {
        var header = Read("50524f58592054435036203a3a666666663a312e322e332e3420323030313a6462383a3a31203120320d0a");

        Assert.Equal((IPEndPoint.Parse("1.2.3.4:1"), IPEndPoint.Parse("[2001:db8::1]:2")), (header.Source, header.Destination));
    }

    [Fact]
    public void Its_binary_header_is_read()
    {
        var header = Read("0d0a0d0a000d0a515549540a2111000c7f0000017f000001d9ce4b70");

        Assert.Equal((IPEndPoint.Parse("127.0.0.1:55758"), IPEndPoint.Parse("127.0.0.1:19312")), (header.Source, header.Destination));
    }

    [Fact]
    public void Its_extensions_are_read_and_its_checksum_is_ours()
    {
        var header = Read(
            "0d0a0d0a000d0a515549540a211100957f0000017f000001aee44b71030004a2d793ab010002683202001153686f702e4578616d706c652e54657374050024374630303030" +
            "30313a414545345f37463030303030313a344237315f364230413036363120003f0100000000210007544c5376312e332500075253413230343824000a5253412d53484132" +
            "3536230016544c535f4145535f3235365f47434d5f534841333834");

        Assert.Equal((SslApplicationProtocol.Http2, "Shop.Example.Test"), (header.Alpn, header.Authority));
        Assert.Equal("7F000001:AEE4_7F000001:4B71_6B0A0661", Encoding.ASCII.GetString(header.UniqueId.Span));
        Assert.Contains("TLSv1.3", Encoding.ASCII.GetString(header.Ssl.Span), StringComparison.Ordinal);
    }

    private static ProxyHeader Read(string hex) => Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Convert.FromHexString(hex));
}
