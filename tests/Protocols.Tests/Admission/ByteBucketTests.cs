using CsCheck;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class ByteBucketTests
{
    private const long Start = 1_000_000;

    [Theory]
    [InlineData(1_024)]
    [InlineData(1_500)]
    [InlineData(125_000_000)]
    public void At_the_beginning_there_is_one_seconds_worth(int perSecond)
    {
        var bucket = new ByteBucket(perSecond, Start);
        Assert.Equal(perSecond, bucket.Content(Start));
        Assert.Equal(Start, bucket.Spend(perSecond, Start));
        Assert.Equal(Start + 1, bucket.Spend(1, Start));
    }

    [Theory]
    [InlineData(1_024, 1, 1)]
    [InlineData(1_024, 2, 2)]
    [InlineData(1_024, 1_024, 1_000)]
    [InlineData(1_024, 1_025, 1_001)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1_000_000, 1_000, 1)]
    [InlineData(1_000_000, 1_001, 2)]
    [InlineData(1_024, 3_686_400, 3_600_000)]
    public void A_debt_is_waited_for_as_long_as_it_takes_and_no_longer(int perSecond, int debt, long wait)
    {
        var bucket = new ByteBucket(perSecond, Start);
        bucket.Spend(perSecond, Start);
        Assert.Equal(Start + wait, bucket.Spend(debt, Start));
        Assert.True(bucket.Content(Start + wait - 1) <= 0);
        Assert.Equal(Start + wait, bucket.Spend(0, Start + wait));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(60_000)]
    [InlineData(long.MaxValue / 2)]
    public void No_quiet_time_brings_more_than_one_seconds_worth(long wait)
    {
        var bucket = new ByteBucket(ByteBucket.MostRate, Start);
        for (var i = 0; i < 3; i++) bucket.Spend(1_000_000_000, Start);
        Assert.Equal(ByteBucket.MostRate, bucket.Content(Start + wait));
    }

    [Fact]
    public void Without_debt_nobody_waits_for_another_whose_clock_is_ahead()
    {
        var bucket = new ByteBucket(ByteBucket.LeastRate, now: 0);
        Assert.Equal(500, bucket.Spend(1, now: 500));
        Assert.Equal(400, bucket.Spend(1, now: 400));
    }

    [Fact]
    public void A_clock_that_another_thread_read_earlier_changes_nothing()
    {
        var bucket = new ByteBucket(1_024, Start);
        bucket.Spend(1_024, Start);
        var expected = bucket.Spend(100, Start + 50);
        Assert.Equal(expected, bucket.Spend(0, Start + 10));
        Assert.Equal(expected, bucket.Spend(0, Start + 50));
    }

    [Theory]
    [InlineData(0, int.MaxValue)]
    [InlineData(1_024, 512)]
    [InlineData(100_000, 10_000)]
    [InlineData(ByteBucket.MostRate, ByteBucket.MostAtOnce)]
    public void A_slice_is_a_tenth_of_a_second_within_bounds(long perSecond, int expected) => Assert.Equal(expected, ByteBucket.SliceOf(perSecond));

    [Fact]
    public void Whoever_keeps_to_it_has_moved_exactly_its_rate_and_the_one_seconds_worth_of_the_beginning() =>
        Gen.Select(Gen.Int[1_024, 2_000_000], Gen.Select(Gen.Int[1, 1_000], Gen.Long[0, 400]).Array[1, 60]).Sample((perSecond, moves) =>
        {
            var (bucket, now, moved) = (new ByteBucket(perSecond, Start), Start, 0L);
            foreach (var (part, late) in moves)
            {
                // All that is there, and some more on credit; then whoever waits comes when it may, or a little late.
                var bytes = (int)bucket.Content(now) + (bucket.Slice * part / 1_000) + 1;
                moved += bytes;
                var until = bucket.Spend(bytes, now);
                Assert.Equal(Start + CeilingOf((moved - perSecond) * 1_000, perSecond), until);
                now = until + late;
            }
        });

    [Fact]
    public async Task Many_threads_lose_no_byte()
    {
        const int Threads = 4, Turns = 20_000;
        var bucket = new ByteBucket(1_024, Start);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Turns; i++) bucket.Spend(1, Start);
        })));
        Assert.Equal(1_024 - (Threads * Turns), bucket.Content(Start));
    }

    private static long CeilingOf(long dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
