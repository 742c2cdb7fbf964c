using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class SessionRunnerTimerTests
{
    [Fact]
    public void A_timer_of_an_earlier_setting_is_not_seen()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, input) =>
            {
                session.SetTimer("t", TimeSpan.FromSeconds(1));
                return session.Take(input.Length);
            },
        }).Begin();
        harness.Receive("a");
        harness.Receive("b", 1);
        harness.Raise(1, new SessionEvent.TimerDue("t", 1));
        harness.Raise(2, new SessionEvent.TimerDue("t", 2));

        Assert.Equal(["opened", "input a", "input b", "timer t"], harness.Session.Steps);
        Assert.Equal(2, harness.Commits[^1].HandledEvent);
    }

    [Fact]
    public void A_cleared_timer_is_not_seen()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, input) =>
            {
                session.ClearTimer("t");
                return session.Take(input.Length);
            },
        }).Begin(StartKind.Resumed, timers: [new TimerSnapshot("t", 4, TimeSpan.Zero)]);
        harness.Receive("a");
        harness.Raise(1, new SessionEvent.TimerDue("t", 4));

        Assert.Equal(["resumed", "input a"], harness.Session.Steps);
        Assert.Equal([("t", (TimeSpan?)null)], Assert.Single(harness.Commits).Effects!.Timers);
    }

    [Fact]
    public void A_timer_that_fired_before_the_incarnation_is_seen_by_it()
    {
        var harness = new RunnerHarness().Begin(StartKind.Resumed, timers: [new TimerSnapshot("t", 4, TimeSpan.Zero)]);
        harness.Raise(1, new SessionEvent.TimerDue("t", 4));

        Assert.Equal(["resumed", "timer t"], harness.Session.Steps);
    }

    [Fact]
    public void Sixteen_timers_are_the_most_and_setting_one_again_is_no_other()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Opened = session =>
            {
                for (var i = 0; i < TimerTable.MaxTimers; i++) session.SetTimer($"{i}", TimeSpan.Zero);
                session.SetTimer("0", TimeSpan.FromSeconds(1));
                Assert.Throws<SocketGateway.Protocols.Sessions.SessionException>(() => session.SetTimer("one more", TimeSpan.Zero));
                return default;
            },
        }).Begin();

        Assert.Null(harness.Failure);
        Assert.Equal(TimerTable.MaxTimers + 1, Assert.Single(harness.Commits).Effects!.Timers.Count);
    }
}
