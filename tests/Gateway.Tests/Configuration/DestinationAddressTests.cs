using System.Net;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class DestinationAddressTests
{
    [Theory]
    [InlineData("db:5432", "db", 5432)]
    [InlineData("db.example.org:1", "db.example.org", 1)]
    [InlineData("10.0.0.1:65535", "10.0.0.1", 65535)]
    [InlineData("[::1]:80", "::1", 80)]
    [InlineData("[2001:db8::1]:80", "2001:db8::1", 80)]
    public void Names_and_addresses_are_read_and_written_back(string text, string host, int port)
    {
        Assert.True(DestinationAddress.TryParse(text, out var address));
        Assert.Equal((host, port), (address.Host, address.Port));
        Assert.Equal(text, address.ToString());
    }

    [Fact]
    public void Only_addresses_need_no_look_up()
    {
        Assert.Equal(IPEndPoint.Parse("10.0.0.1:80"), EndPointOf("10.0.0.1:80"));
        Assert.Equal(IPEndPoint.Parse("[::1]:80"), EndPointOf("[::1]:80"));
        Assert.Null(EndPointOf("db:80"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("db")]
    [InlineData(":80")]
    [InlineData("db:")]
    [InlineData("db:0")]
    [InlineData("db:-1")]
    [InlineData("db:+1")]
    [InlineData("db: 80")]
    [InlineData("db:65536")]
    [InlineData("db:http")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]80")]
    [InlineData("[db]:80")]
    [InlineData("[10.0.0.1]:80")]
    [InlineData("tcp://db:80")]
    [InlineData("a b:80")]
    public void What_is_none_is_not_taken_for_one(string text) => Assert.False(DestinationAddress.TryParse(text, out _));

    private static IPEndPoint? EndPointOf(string text) => DestinationAddress.TryParse(text, out var address) ? address.EndPoint : throw new FormatException(text);
}
