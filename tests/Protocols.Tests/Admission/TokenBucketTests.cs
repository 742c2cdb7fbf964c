using CsCheck;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class TokenBucketTests
{
    private const long Start = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void At_the_beginning_there_is_one_seconds_worth(int perSecond) =>
        Assert.Equal(perSecond, TakeAll(new TokenBucket(perSecond, Start), Start));

    [Theory]
    [InlineData(1, 999, 0)]
    [InlineData(1, 1000, 1)]
    [InlineData(10, 99, 0)]
    [InlineData(10, 100, 1)]
    [InlineData(10, 550, 5)]
    [InlineData(3, 333, 0)]
    [InlineData(3, 334, 1)]
    [InlineData(5000, 1, 5)]
    public void An_empty_one_fills_at_its_pace(int perSecond, long wait, int expected)
    {
        var bucket = new TokenBucket(perSecond, Start);
        TakeAll(bucket, Start);
        Assert.Equal(expected, TakeAll(bucket, Start + wait));
    }

    [Theory]
    [InlineData(TokenBucket.FillTime)]
    [InlineData(60_000)]
    [InlineData(long.MaxValue - Start)]
    public void No_quiet_time_brings_more_than_one_seconds_worth(long wait)
    {
        var bucket = new TokenBucket(int.MaxValue / 1000, Start);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(bucket.HasToken(Start));
            bucket.Take();
        }

        Assert.Equal(int.MaxValue / 1000, TakeAll(bucket, Start + wait));
    }

    [Fact]
    public void Asking_takes_nothing()
    {
        var bucket = new TokenBucket(1, Start);
        for (var i = 0; i < 10; i++) Assert.True(bucket.HasToken(Start));
        Assert.Equal(1, TakeAll(bucket, Start));
    }

    [Fact]
    public void Asking_often_while_it_is_empty_does_not_hold_it_back()
    {
        var bucket = new TokenBucket(1, Start);
        TakeAll(bucket, Start);
        for (var now = Start; now < Start + 1000; now++) Assert.False(bucket.HasToken(now));
        Assert.True(bucket.HasToken(Start + 1000));
    }

    [Fact]
    public void Whenever_it_is_asked_it_has_given_exactly_its_rate_and_the_one_seconds_worth_of_the_beginning() =>
        Gen.Select(Gen.Int[2, 5000], Gen.Long[0, 400].Array[1, 60]).Sample((perSecond, waits) =>
        {
            var (bucket, now) = (new TokenBucket(perSecond, Start), Start);
            var taken = TakeAll(bucket, now);
            foreach (var wait in waits)
            {
                now += wait;
                taken += TakeAll(bucket, now);

                // Less than a token is left each time, and with two a second that and 400 ms do not fill it: it has lost nothing either.
                Assert.Equal(perSecond + ((now - Start) * perSecond / 1000), taken);
            }
        });

    private static long TakeAll(TokenBucket bucket, long now)
    {
        var taken = 0;
        for (; bucket.HasToken(now); taken++) bucket.Take();
        return taken;
    }
}
