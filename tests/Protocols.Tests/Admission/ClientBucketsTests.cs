using System.Net;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class ClientBucketsTests
{
    private static readonly IPAddress Alice = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Bob = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void Each_client_has_its_own_rate()
    {
        var buckets = new ClientBuckets(2, 100);
        Assert.True(TryTake(buckets, Alice, 0));
        Assert.True(TryTake(buckets, Alice, 0));
        Assert.False(TryTake(buckets, Alice, 499));
        Assert.True(TryTake(buckets, Bob, 499));
        Assert.True(TryTake(buckets, Alice, 500));
        Assert.False(TryTake(buckets, Alice, 500));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("0.0.0.1", "::1", false)]
    public void A_network_of_64_bits_is_one_client(string first, string second, bool isOne)
    {
        var buckets = new ClientBuckets(1, 100);
        Assert.True(TryTake(buckets, IPAddress.Parse(first), 0));
        Assert.Equal(!isOne, TryTake(buckets, IPAddress.Parse(second), 0));
    }

    [Fact]
    public void Who_did_not_come_for_a_second_is_forgotten_and_that_gives_nothing_away()
    {
        var buckets = new ClientBuckets(1, 100);
        for (var i = 0; i < 50; i++) Assert.True(TryTake(buckets, Numbered(i), i));
        Assert.Equal(50, buckets.Count);
        Assert.True(TryTake(buckets, Alice, 1024));
        Assert.Equal(26, buckets.Count);

        // The last to be forgotten would be full again by now; the first to be kept is not.
        Assert.False(buckets.HasToken(Numbered(25), 1024));
        Assert.True(buckets.HasToken(Numbered(24), 1024));
    }

    [Fact]
    public void One_that_keeps_coming_is_not_forgotten_before_those_that_stay_away()
    {
        var buckets = new ClientBuckets(2, 2);
        Assert.True(TryTake(buckets, Alice, 0));
        Assert.True(TryTake(buckets, Bob, 1));
        Assert.True(TryTake(buckets, Alice, 2));
        Assert.True(TryTake(buckets, Numbered(1), 3));
        Assert.False(buckets.HasToken(Alice, 3));
        Assert.True(TryTake(buckets, Bob, 3));
        Assert.True(TryTake(buckets, Bob, 3));
    }

    [Fact]
    public void However_many_come_at_once_no_more_are_remembered_than_there_is_room_and_none_is_refused_for_that()
    {
        var buckets = new ClientBuckets(1, 100);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(TryTake(buckets, Numbered(i), 0));
            Assert.InRange(buckets.Count, 1, 100);
        }

        Assert.False(buckets.HasToken(Numbered(9_999), 0));
    }

    [Fact]
    public void Asking_remembers_nobody()
    {
        var buckets = new ClientBuckets(1, 100);
        Assert.True(buckets.HasToken(Alice, 0));
        Assert.Equal(0, buckets.Count);
    }

    private static bool TryTake(ClientBuckets buckets, IPAddress client, long now)
    {
        if (!buckets.HasToken(client, now)) return false;
        buckets.Take(client, now);
        return true;
    }

    private static IPAddress Numbered(int i) => new([10, 0, (byte)(i >> 8), (byte)i]);
}
