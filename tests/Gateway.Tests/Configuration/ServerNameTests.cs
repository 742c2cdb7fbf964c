using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class ServerNameTests
{
    [Theory]
    [InlineData("a.example.org", "a.example.org")]
    [InlineData("localhost", "localhost")]
    [InlineData("*.example.org", "*.example.org")]
    [InlineData("xn--bcher-kva.example", "bücher.example")]
    [InlineData("bücher.example", "bücher.example")]
    public void A_host_has_one_form(string name, string form) => Assert.Equal(form, ServerName.Canonical(name));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("a.*.org")]
    [InlineData("*a.example.org")]
    [InlineData("a..org")]
    [InlineData("a.example.org.")]
    [InlineData("a b")]
    [InlineData("https://a.example.org")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("-a.example.org")]
    public void What_is_no_host_has_none(string name) => Assert.Null(ServerName.Canonical(name));
}
