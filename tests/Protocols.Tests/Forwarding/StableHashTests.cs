using System.Net;
using System.Numerics;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class StableHashTests
{
    [Fact]
    public void Hashes_are_the_same_in_every_version()
    {
        Assert.Equal(0x1e00e9a12f8249cbUL, StableHash.Of(IPAddress.Parse("192.0.2.1")));
        Assert.Equal(0x216dba65aa6c0c57UL, StableHash.Of(IPAddress.Parse("2001:db8::1")));
        Assert.Equal(0xdd92ef3c617d04afUL, StableHash.Of("example.org"));
    }

    [Fact]
    public void An_address_is_the_same_in_both_families() => Assert.Equal(StableHash.Of(IPAddress.Parse("192.0.2.1")), StableHash.Of(IPAddress.Parse("::ffff:192.0.2.1")));

    [Fact]
    public void A_name_is_the_same_in_any_case() => Assert.Equal(StableHash.Of("db-1.example.org"), StableHash.Of("DB-1.Example.ORG"));

    [Fact]
    public void Neighbours_differ_in_half_of_all_bits()
    {
        var differing = 0;
        for (var i = 0; i < 255; i++)
        {
            var difference = StableHash.Of(new IPAddress([10, 0, 0, (byte)i])) ^ StableHash.Of(new IPAddress([10, 0, 0, (byte)(i + 1)]));
            differing += BitOperations.PopCount(difference);
        }

        Assert.InRange(differing / 255.0, 31, 33);
    }

    [Fact]
    public void Addresses_of_a_network_do_not_collide() =>
        Assert.Equal(65_536, Enumerable.Range(0, 65_536).Select(i => StableHash.Of(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]))).Distinct().Count());
}
