using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class TimerTableTests
{
    private readonly TimerTable _timers = new();

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_and_once()
    {
        _timers.Set("late", 1, 200);
        _timers.Set("soon", 2, 100);

        Assert.Equal(100, _timers.NextDue);
        Assert.False(_timers.TryTakeDue(99, out _, out _));
        Assert.True(_timers.TryTakeDue(250, out var first, out var generation));
        Assert.Equal(("soon", 2L), (first, generation));
        Assert.True(_timers.TryTakeDue(250, out var second, out _));
        Assert.Equal("late", second);
        Assert.False(_timers.TryTakeDue(250, out _, out _));
        Assert.Equal(long.MaxValue, _timers.NextDue);
    }

    [Fact]
    public void A_timer_set_again_takes_the_place_of_the_earlier_one()
    {
        _timers.Set("a", 1, 100);
        _timers.Set("a", 5, 300);

        Assert.False(_timers.TryTakeDue(299, out _, out _));
        Assert.True(_timers.TryTakeDue(300, out _, out var generation));
        Assert.Equal(5, generation);
    }

    [Fact]
    public void A_cleared_timer_does_not_fire()
    {
        _timers.Set("a", 1, 100);
        _timers.Clear("a");
        _timers.Clear("never set");

        Assert.Equal(long.MaxValue, _timers.NextDue);
        Assert.Empty(_timers.Snapshot(0));
    }

    [Fact]
    public void A_snapshot_tells_the_time_left_and_never_less_than_none()
    {
        _timers.Set("a", 1, 100);
        _timers.Set("b", 2, 500);

        Assert.Equal(
            [new TimerSnapshot("a", 1, TimeSpan.Zero), new TimerSnapshot("b", 2, TimeSpan.FromMilliseconds(300))],
            _timers.Snapshot(200));
    }
}
