using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Gateway.Tests.Telemetry;

public sealed class RepeatLimiterTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _written = [];

    [Fact]
    public void The_first_is_written_at_once_and_the_rest_as_one_after_the_quiet_time_with_the_last_of_them()
    {
        var limiter = new RepeatLimiter(_time);
        for (var i = 0; i < 5; i++) Say(limiter, "a", i);
        Assert.Equal(["a 0 x1"], _written);
        _time.Pass(RepeatLimiter.Quiet);
        Assert.Equal(["a 0 x1", "a 4 x4"], _written);
        Say(limiter, "a", 5);
        Assert.Equal(2, _written.Count);
    }

    [Fact]
    public void After_a_quiet_time_without_any_it_writes_at_once_again_and_keeps_nothing()
    {
        var limiter = new RepeatLimiter(_time);
        Say(limiter, "a", 0);
        _time.Pass(RepeatLimiter.Quiet);
        Assert.Equal(0, _time.Timers);
        Say(limiter, "a", 1);
        Assert.Equal(["a 0 x1", "a 1 x1"], _written);
    }

    [Fact]
    public void Kinds_do_not_silence_each_other()
    {
        var limiter = new RepeatLimiter(_time);
        Say(limiter, "a", 0);
        Say(limiter, "b", 0);
        Assert.Equal(["a 0 x1", "b 0 x1"], _written);
    }

    private void Say(RepeatLimiter limiter, string subject, int number) =>
        limiter.Say(1, subject, "", count => _written.Add($"{subject} {number} x{count}"));
}
