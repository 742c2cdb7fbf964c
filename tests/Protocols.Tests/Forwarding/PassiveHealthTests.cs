using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class PassiveHealthTests
{
    private readonly PassiveHealth _health = new(new PassiveHealthPolicy { Failures = 3, ReactivationPeriod = 100, MaxReactivationPeriod = 350 });
    private long _now = 1_000;

    [Fact]
    public void Only_failed_connects_in_a_row_count()
    {
        Assert.Equal([false, false], [_health.ConnectFailed(), _health.ConnectFailed()]);
        _health.Connected();
        Assert.Equal([false, false, true], [_health.ConnectFailed(), _health.ConnectFailed(), _health.ConnectFailed()]);
    }

    [Fact]
    public void That_a_connection_is_there_does_not_excuse_those_that_broke_early()
    {
        for (var i = 0; i < 2; i++)
        {
            _health.Connected();
            Assert.False(_health.StartFailed());
        }

        _health.Connected();
        Assert.True(_health.StartFailed());
    }

    [Fact]
    public void A_byte_begins_the_count_of_early_breaks_anew()
    {
        _health.StartFailed();
        _health.StartFailed();
        _health.Started();
        Assert.Equal([false, false, true], [_health.StartFailed(), _health.StartFailed(), _health.StartFailed()]);
    }

    [Fact]
    public void Each_ejection_takes_longer_up_to_the_longest() => Assert.Equal([100, 200, 300, 350, 350], Enumerable.Range(0, 5).Select(_ => Eject(after: 0)));

    [Fact]
    public void Each_period_that_it_stays_up_takes_one_off()
    {
        for (var i = 0; i < 4; i++) Eject(after: 99);
        Assert.Equal([350, 300, 200, 100, 100], [Eject(after: 0), Eject(after: 250), Eject(after: 200), Eject(after: 100_000), Eject(after: 100)]);
    }

    [Fact]
    public void It_ejects_nothing_when_it_is_off()
    {
        var health = new PassiveHealth(new PassiveHealthPolicy { Enabled = false, Failures = 1 });
        Assert.False(health.ConnectFailed() || health.StartFailed());
    }

    private long Eject(long after)
    {
        _now += after;
        _health.Eject(_now);
        var length = _health.EjectedUntil - _now;
        _health.EndEjection(_now = _health.EjectedUntil);
        return length;
    }
}
