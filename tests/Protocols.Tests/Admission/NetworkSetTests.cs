using System.Net;
using CsCheck;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class NetworkSetTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", true)]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "9.255.255.255", false)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.6", false)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("0.0.0.0/0", "0.0.0.0", true)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "::", false)]
    [InlineData("255.255.255.255", "255.255.255.255", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "::2", false)]
    [InlineData("::/0", "::", true)]
    [InlineData("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("::/1", "8000::", false)]
    [InlineData("fe80::/10", "fe80::1%7", true)]
    public void A_network_has_its_addresses_and_no_others(string network, string address, bool isIn) =>
        Assert.Equal(isIn, Addresses.Set(network).Contains(Addresses.Address(address)));

    [Theory]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:11.1.2.3", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("::ffff:0.0.0.0/96", "255.1.2.3", true)]
    [InlineData("::/0", "::ffff:10.1.2.3", false)]
    [InlineData("::/0", "10.1.2.3", false)]
    public void An_IPv4_mapped_address_is_an_IPv4_one_on_both_sides(string network, string address, bool isIn) =>
        Assert.Equal(isIn, Addresses.Set(network).Contains(Addresses.Address(address)));

    [Fact]
    public void An_empty_set_has_nobody()
    {
        var set = Addresses.Set();
        Assert.True(set.IsEmpty);
        Assert.False(set.Contains(IPAddress.Any));
        Assert.False(set.Contains(IPAddress.IPv6Any));
        Assert.False(Addresses.Set("::1").IsEmpty);
        Assert.False(Addresses.Set("10.0.0.0/8").IsEmpty);
    }

    [Fact]
    public void Networks_that_touch_overlap_or_repeat_lose_no_address_and_gain_none()
    {
        var set = Addresses.Set("10.0.1.0/24", "10.0.0.0/24", "10.0.0.128/25", "10.0.0.0/24", "10.0.3.0/24", "10.0.0.0/30");
        for (var i = 0; i < 5 * 256; i++) Assert.Equal(i / 256 is 0 or 1 or 3, set.Contains(Addresses.Address($"10.0.{i / 256}.{i % 256}")));
    }

    [Fact]
    public void Any_set_answers_as_its_networks_one_by_one_do() =>
        Gen.Select(Gen.UInt[0, 255], Gen.Int[20, 32]).Array[0, 40].Sample(drawn =>
        {
            // All within 256 neighbours at the end of 10.0.0.0/8, so that many meet.
            var networks = drawn.Select(d => (Prefix: d.Item2, First: Mask(0x0AFFFF00u + d.Item1, d.Item2))).ToList();
            var set = new NetworkSet(networks.Select(n => new IPNetwork(Version4(n.First), n.Prefix)));
            for (var value = 0x0AFFFE00u; value <= 0x0B0000FFu; value++)
                Assert.Equal(networks.Any(n => Mask(value, n.Prefix) == n.First), set.Contains(Version4(value)));
        });

    private static uint Mask(uint value, int prefix) => value & (uint.MaxValue << (32 - prefix));

    private static IPAddress Version4(uint value) => new([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
}
