using System.Net;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>The networks of <c>Allow</c> and <c>Deny</c>.</summary>
public sealed class AccessTests
{
    [Fact]
    public void Networks_and_single_addresses_of_both_families_are_read()
    {
        var listener = Configured.Options(
            ("Listeners:a:Allow:0", "10.0.0.0/8"),
            ("Listeners:a:Allow:1", "192.0.2.7"),
            ("Listeners:a:Allow:2", "2001:db8::/32"),
            ("Listeners:a:Allow:3", "::1"),
            ("Listeners:a:Deny:0", "0.0.0.0/0"),
            ("Listeners:a:Deny:1", "::ffff:10.9.0.0/112")).Listeners["a"];

        Assert.Equal(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32", "::1/128"], listener.Allow.Select(network => network.ToString()));
        Assert.Equal([new IPNetwork(IPAddress.Any, 0), new IPNetwork(IPAddress.Parse("::ffff:10.9.0.0"), 112)], listener.Deny);
    }

    [Fact]
    public void Without_them_and_with_empty_lists_there_are_none()
    {
        Assert.Empty(Configured.Options().Listeners["a"].Allow);
        var json = """
            { "SocketGateway": {
              "Listeners": { "a": { "Port": 7, "Service": "echo", "Allow": [], "Deny": [] } }, "Services": { "echo": { "Type": "Echo" } }
            } }
            """;
        var result = Configured.Json(json);
        Assert.Empty(result.Faults);
        Assert.Empty(result.Options!.Listeners["a"].Allow);
        Assert.Empty(result.Options.Listeners["a"].Deny);
    }

    [Theory]
    [InlineData("10.1.2.3/8", "the network is 10.0.0.0/8")]
    [InlineData("10.0.0.1/31", "the network is 10.0.0.0/31")]
    [InlineData("255.0.0.0/0", "the network is 0.0.0.0/0")]
    [InlineData("2001:db8::1/32", "the network is 2001:db8::/32")]
    [InlineData("2001:db8:8000::/33", "")]
    [InlineData("2001:db8:c000::/33", "the network is 2001:db8:8000::/33")]
    public void Bits_behind_the_prefix_are_a_fault_that_says_the_right_network(string text, string message)
    {
        if (message.Length == 0) Configured.Options(("Listeners:a:Deny:0", text));
        else Assert.Contains(message, Configured.FaultOf("Listeners:a:Deny:0", ("Listeners:a:Deny:0", text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("10.0.0/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10")]
    [InlineData("10.0.0.1-10.0.0.9")]
    [InlineData("::1/129")]
    [InlineData("fe80::1%1")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("/8")]
    [InlineData("localhost")]
    [InlineData("*")]
    public void What_is_no_network_is_a_fault_at_its_own_key(string text) => Assert.Contains(
        "neither a network nor an address", Configured.FaultOf("Listeners:a:Allow:1", ("Listeners:a:Allow:0", "::1"), ("Listeners:a:Allow:1", text)), StringComparison.Ordinal);

    [Fact]
    public void A_single_value_in_place_of_the_list_is_a_fault() => Assert.Contains(
        "Allow:0", Configured.FaultOf("Listeners:a:Allow", ("Listeners:a:Allow", "10.0.0.0/8")), StringComparison.Ordinal);
}
