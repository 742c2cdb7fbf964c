using System.Net;
using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class SessionRunnerBoundsTests
{
    private static ProbeSession Leaving() => new() { Input = (_, _) => default };

    [Fact]
    public void A_full_window_that_is_left_closes_with_message_too_large()
    {
        var harness = new RunnerHarness(Leaving()).Begin(inputWindow: 4);
        harness.Receive("abc");
        Assert.Empty(harness.Commits);
        harness.Receive("d", 3);

        Assert.Equal(CloseReasons.MessageTooLarge, Assert.Single(harness.Commits).Effects!.Close);
    }

    [Fact]
    public void Writing_about_it_does_not_keep_a_full_window_alive()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, _) =>
            {
                session.Write("?");
                return default;
            },
        }).Begin(inputWindow: 2);
        harness.Receive("ab");

        Assert.Equal(CloseReasons.MessageTooLarge, Assert.Single(harness.Commits).Effects!.Close);
    }

    [Fact]
    public void A_declared_message_raises_the_window()
    {
        var harness = new RunnerHarness(new ProbeSession { MaxMessage = 3, Input = (_, _) => default }).Begin(inputWindow: 4);
        harness.Receive("abcdef");
        Assert.Empty(harness.Commits);
        harness.Receive("g", 6);

        Assert.Equal(CloseReasons.MessageTooLarge, Assert.Single(harness.Commits).Effects!.Close);
        Assert.Equal(3, Assert.IsType<SessionProtocol.Opened>(harness.Sent[0]).MaxMessage);
    }

    [Fact]
    public void A_session_that_waits_for_a_timer_may_leave_a_full_window_and_looks_again_after_it()
    {
        var harness = new RunnerHarness(Leaving()).Begin(StartKind.Resumed, inputWindow: 2, timers: [new TimerSnapshot("t", 1, TimeSpan.FromSeconds(1))]);
        harness.Receive("ab");
        Assert.Empty(harness.Commits);
        harness.Raise(1, new SessionEvent.TimerDue("t", 1));

        Assert.Equal(["resumed", "input ab", "timer t", "input ab"], harness.Session.Steps);
        Assert.Equal(CloseReasons.MessageTooLarge, harness.Commits[^1].Effects!.Close);
    }

    [Fact]
    public void A_step_may_write_up_to_MaxCommit_and_not_a_byte_more()
    {
        var fits = new RunnerHarness(Writing(64)).Begin(maxCommit: 64);
        Assert.Equal(64, fits.Output.Length);
        var overflows = new RunnerHarness(Writing(65)).Begin(maxCommit: 64);
        Assert.Empty(overflows.Commits);
        Assert.Contains("MaxCommit", overflows.Failure!.Error, StringComparison.Ordinal);

        static ProbeSession Writing(int count) => new()
        {
            Opened = session =>
            {
                session.Write(new string('x', count));
                return default;
            },
        };
    }

    [Fact]
    public void A_step_starts_when_there_is_credit_and_may_overdraw_once()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, _) =>
            {
                session.Write("12345");
                return session.Take(1);
            },
        }).Begin(StartKind.Resumed, credit: 6);
        harness.Receive("abc");
        Assert.Equal(2, harness.Commits.Count);
        harness.Raise(1, new SessionEvent.Pushed(PushMessage.FromText("m")));
        Assert.DoesNotContain("message m", harness.Session.Steps);
        harness.Runner.Deliver(new SessionProtocol.OutputCredit(1, 0, 11));

        Assert.Equal(["message m", "input c"], harness.Session.Steps[^2..]);
    }

    [Fact]
    public void Without_credit_even_the_greeting_waits()
    {
        var harness = new RunnerHarness().Begin(credit: 0);
        Assert.Empty(harness.Session.Steps);
        harness.Runner.Deliver(new SessionProtocol.OutputCredit(1, 0, 1));
        Assert.Equal(["opened"], harness.Session.Steps);
    }

    [Fact]
    public void A_request_to_write_is_granted_once_with_the_credit_there_is()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Opened = session =>
            {
                session.Write("12345");
                session.Channel.RequestWritable();
                return default;
            },
        }).Begin(credit: 5);
        Assert.Equal(1, harness.Commits[0].Writable);
        harness.Runner.Deliver(new SessionProtocol.OutputCredit(1, 0, 9));

        Assert.Equal(["opened", "writable 0 4"], harness.Session.Steps);
        Assert.Equal(0, harness.Commits[1].Writable);
    }

    [Fact]
    public void A_request_to_write_survives_the_incarnation() =>
        Assert.Equal(["resumed", "writable 0 10"], new RunnerHarness().Begin(StartKind.Resumed, credit: 10, writable: 1).Session.Steps);

    [Fact]
    public void A_state_above_its_limit_fails_the_step()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Opened = session =>
            {
                session.Saved = new ProbeState { Text = new string('x', 100) };
                return default;
            },
        }).Begin(maxState: 64);

        Assert.Empty(harness.Commits);
        Assert.Contains("MaxState", harness.Failure!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void State_is_sent_when_it_changed_and_only_then()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, input) =>
            {
                if (input.FirstSpan[0] == 's') session.Saved = session.Saved with { Count = session.Saved.Count + 1 };
                return session.Take(1);
            },
        }).Begin();
        harness.Receive("s-s");

        Assert.Equal([true, false, true], harness.Commits.Select(c => c.State is not null));
        Assert.Equal("""{"Count":2,"Text":""}""", Encoding.UTF8.GetString(harness.Commits[2].State!.Data.Span));
        Assert.Equal((typeof(ProbeState).FullName, 3), (harness.Commits[2].State!.Type, harness.Commits[2].State!.Version));
    }

    [Theory]
    [InlineData(1, """{"Count":5}""", false)]
    [InlineData(2, """{"Count":5}""", true)]
    [InlineData(3, """{"Count":5}""", true)]
    [InlineData(4, """{"Count":5}""", false)]
    [InlineData(3, "{", false)]
    public void State_that_cannot_be_read_is_refused(int version, string json, bool read)
    {
        var state = new SessionState(typeof(ProbeState).FullName!, version, Encoding.UTF8.GetBytes(json));
        var harness = new RunnerHarness().Begin(StartKind.Resumed, state);

        Assert.Equal(!read, harness.IsFinished);
        if (read) Assert.Equal(5, harness.Session.Saved.Count);
        else Assert.Equal("state_version", Assert.IsType<SessionProtocol.Refused>(Assert.Single(harness.Sent)).Reason);
    }

    [Fact]
    public void A_service_that_takes_over_begins_with_its_own_state_and_saves_it_with_its_first_commit()
    {
        var foreign = new SessionState("Other", 1, "{}"u8.ToArray());
        var taken = new RunnerHarness().Begin(StartKind.Transferred, foreign);

        Assert.Equal(typeof(ProbeState).FullName, Assert.Single(taken.Commits).State!.Type);
        Assert.True(new RunnerHarness().Begin(StartKind.Resumed, foreign).IsFinished);
    }

    [Fact]
    public void More_cannot_be_consumed_than_there_is()
    {
        var harness = new RunnerHarness(new ProbeSession { Input = (session, input) => session.Take(input.Length + 1) }).Begin();
        harness.Receive("a");

        Assert.True(harness.Failure!.OnInput);
    }

    [Fact]
    public void Output_for_a_channel_that_died_is_taken_in_every_incarnation()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, input) =>
            {
                session.Runner.FindChannel(1)!.Write("x"u8);
                return session.Take(input.Length);
            },
        }).Begin(StartKind.Resumed, channels:
        [
            new ChannelSnapshot(0, ChannelStatus.Open, null, null, 0, false, 0, false, 100),
            new ChannelLedger { Status = ChannelStatus.Ended, Local = new IPEndPoint(IPAddress.Loopback, 1) }.Snapshot(1, 100),
        ]);
        harness.Receive("a");

        Assert.Null(harness.Failure);
        Assert.Equal(1, Assert.Single(harness.Commits).Others!.Single().Output.Length);
    }
}
