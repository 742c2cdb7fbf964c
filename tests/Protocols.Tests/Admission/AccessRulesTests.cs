using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class AccessRulesTests
{
    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public void Without_rules_everybody_may_come(string client) => Assert.True(Rules([], []).Allows(Addresses.Address(client)));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("::2", false)]
    public void Who_is_not_among_those_allowed_may_not_come(string client, bool may) =>
        Assert.Equal(may, Rules(["10.0.0.0/8", "::1"], []).Allows(Addresses.Address(client)));

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("192.0.2.1", true)]
    [InlineData("::1", true)]
    public void Who_is_denied_may_not_come_and_everybody_else_may(string client, bool may) =>
        Assert.Equal(may, Rules([], ["10.0.0.0/8"]).Allows(Addresses.Address(client)));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.9.2.3", false)]
    [InlineData("::ffff:10.9.2.3", false)]
    public void Denying_wins_over_allowing(string client, bool may) =>
        Assert.Equal(may, Rules(["10.0.0.0/8"], ["10.9.0.0/16"]).Allows(Addresses.Address(client)));

    [Fact]
    public void Denying_wins_also_when_the_network_that_is_allowed_is_the_smaller_one() =>
        Assert.False(Rules(["10.9.0.1"], ["10.0.0.0/8"]).Allows(Addresses.Address("10.9.0.1")));

    [Fact]
    public void Who_is_allowed_by_IPv4_addresses_only_does_not_open_IPv6() =>
        Assert.False(Rules(["0.0.0.0/0"], []).Allows(Addresses.Address("2001:db8::1")));

    private static AccessRules Rules(string[] allow, string[] deny) => new(allow.Select(Addresses.Network), deny.Select(Addresses.Network));
}
