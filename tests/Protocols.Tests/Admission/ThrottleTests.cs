using CsCheck;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class ThrottleTests
{
    private const long Start = 1_000_000;

    /// <summary>How often those that wait look whether they may go on, in milliseconds.</summary>
    private const int Sweep = 100;

    [Fact]
    public void Without_a_limit_there_is_none() => Assert.Null(Throttle.Of(null, null, Start));

    [Theory]
    [InlineData(50_000, 200_000)]
    [InlineData(50_000, 0)]
    [InlineData(0, 50_000)]
    public void The_lower_of_both_rates_is_the_one_that_counts(long own, long shared)
    {
        var throttle = Throttle.Of(ByteBucket.Of(own, Start), ByteBucket.Of(shared, Start), Start)!;
        var moved = 0L;
        for (var now = Start; now <= Start + 10_000; now += 10) moved += MoveTurn(throttle, now);
        Assert.InRange(moved, 50_000 * 10, (50_000 * 11) + throttle.Slice);
    }

    [Fact]
    public void Whatever_many_do_together_they_move_no_more_than_their_listeners_rate_and_a_slice_each() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1_024, 5_000_000], Gen.Int[0, int.MaxValue]).Sample((count, perSecond, seed) =>
        {
            var (shared, random) = (new ByteBucket(perSecond, Start), new Random(seed));
            var throttles = Many(count, shared);
            var moved = 0L;
            for (var now = Start; now <= Start + 20_000; now += random.Next(1, 200))
            {
                foreach (var throttle in throttles)
                {
                    // Some are silent for a while, and come back.
                    if (random.Next(4) > 0) moved += MoveTurn(throttle, now);
                }

                Assert.InRange(moved, 0, perSecond + ((now - Start) * perSecond / 1_000) + ((long)count * shared.Slice));
            }
        });

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(1, 50_000_000)]
    [InlineData(7, 1_000_000)]
    [InlineData(100, 1_000_000)]
    [InlineData(100, 50_000_000)]
    public void Those_that_always_have_something_use_all_of_the_rate(int count, int perSecond)
    {
        var shared = new ByteBucket(perSecond, Start);
        var throttles = Many(count, shared);
        var moved = 0L;
        for (var now = Start; now <= Start + 30_000; now += Sweep) moved += throttles.Sum(throttle => MoveTurn(throttle, now));
        Assert.InRange(moved, 30L * perSecond, (31L * perSecond) + ((long)count * shared.Slice));
    }

    [Theory]
    [InlineData(2, 10_000)]
    [InlineData(2, 10_000_000)]
    [InlineData(20, 1_000_000)]
    [InlineData(50, 100_000_000)]
    public void Nobody_starves_although_others_are_always_asked_first(int count, int perSecond)
    {
        var shared = new ByteBucket(perSecond, Start);
        var throttles = Many(count, shared);
        var last = Enumerable.Repeat(Start, count).ToArray();
        var longest = 0L;
        for (var now = Start; now <= Start + 60_000; now += Sweep)
        {
            for (var i = 0; i < count; i++)
            {
                if (MoveTurn(throttles[i], now) > 0) (longest, last[i]) = (Math.Max(longest, now - last[i]), now);
            }
        }

        // Everybody waits for a slice of each other one, and for the next sweep.
        var round = (long)count * shared.Slice * 1_000 / perSecond;
        Assert.All(last, at => Assert.InRange(Start + 60_000 - at, 0, round + (2 * Sweep)));
        Assert.InRange(longest, 1, round + (2 * Sweep));
    }

    [Theory]
    [InlineData(2, 10_000_000)]
    [InlineData(10, 1_000_000)]
    [InlineData(40, 100_000_000)]
    public void Of_those_that_take_slices_in_turn_none_has_twice_its_share(int count, int perSecond)
    {
        var shared = new ByteBucket(perSecond, Start);
        var throttles = Many(count, shared);
        var moved = new long[count];
        for (var now = Start; now <= Start + 30_000; now += Sweep)
        {
            for (var goesOn = true; goesOn;)
            {
                goesOn = false;
                for (var i = 0; i < count; i++)
                {
                    if (throttles[i].IsHolding(now)) continue;
                    throttles[i].Spend(throttles[i].Slice, now);
                    moved[i] += throttles[i].Slice;
                    goesOn = true;
                }
            }
        }

        Assert.InRange(moved.Max(), 1, moved.Average() * 2);
        Assert.InRange(moved.Min(), moved.Average() / 2, long.MaxValue);
    }

    [Fact]
    public void One_that_begins_waits_behind_what_is_owed_so_that_many_short_ones_gain_nothing()
    {
        var shared = new ByteBucket(100_000, Start);
        var (now, moved) = (Start, 0L);
        for (var i = 0; i < 1_000; i++)
        {
            var throttle = Throttle.Of(null, shared, now)!;
            now = Math.Max(now, throttle.NotBefore);
            throttle.Spend(throttle.Slice, now);
            moved += throttle.Slice;
        }

        Assert.InRange(moved, 0, 100_000 + ((now - Start) * 100) + shared.Slice);
    }

    [Fact]
    public void A_silent_one_gets_through_beside_those_that_owe()
    {
        var own = new ByteBucket(10_000, Start);
        var (command, transfer) = (Throttle.Of(own, null, Start)!, Throttle.Of(own, null, Start)!);
        while (!transfer.IsHolding(Start)) transfer.Spend(transfer.Slice, Start);
        Assert.False(command.IsHolding(Start));
        command.Spend(6, Start);
        Assert.True(command.IsHolding(Start));
        Assert.True(command.NotBefore > transfer.NotBefore);
    }

    private static Throttle[] Many(int count, ByteBucket shared) => [.. Enumerable.Range(0, count).Select(_ => Throttle.Of(null, shared, Start)!)];

    /// <summary>All that one may move when it wakes.</summary>
    private static long MoveTurn(Throttle throttle, long now)
    {
        var moved = 0L;
        for (; !throttle.IsHolding(now); moved += throttle.Slice) throttle.Spend(throttle.Slice, now);
        return moved;
    }
}
