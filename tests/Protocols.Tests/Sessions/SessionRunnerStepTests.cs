using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class SessionRunnerStepTests
{
    [Fact]
    public void The_greeting_is_the_first_step_and_its_commit_the_first()
    {
        var harness = new RunnerHarness(new ProbeSession { Opened = Say("hello") }).Begin();

        Assert.IsType<SessionProtocol.Opened>(harness.Sent[0]);
        Assert.Equal((1L, "hello"), (Assert.Single(harness.Commits).Number, harness.Output));
    }

    [Theory]
    [InlineData(StartKind.New, "opened")]
    [InlineData(StartKind.Transferred, "opened")]
    [InlineData(StartKind.Resumed, "resumed")]
    public void The_greeting_is_repeated_until_there_is_a_commit_and_never_after(StartKind start, string step) =>
        Assert.Equal([step], new RunnerHarness().Begin(start).Session.Steps);

    [Fact]
    public void OnResumed_can_neither_write_nor_change_state()
    {
        foreach (var act in new Func<ProbeSession, ValueTask>[] { Say("x"), Saving, session => session.Take(0), Timing })
        {
            var harness = new RunnerHarness(new ProbeSession { Resumed = act }).Begin(StartKind.Resumed);

            Assert.Empty(harness.Commits);
            Assert.False(harness.Failure!.OnInput);
            Assert.True(harness.IsFinished);
        }

        static ValueTask Saving(ProbeSession session)
        {
            session.Saved = new ProbeState { Count = 1 };
            return default;
        }

        static ValueTask Timing(ProbeSession session)
        {
            session.SetTimer("t", TimeSpan.Zero);
            return default;
        }
    }

    [Fact]
    public void A_session_that_is_cut_off_starts_no_further_step_and_is_not_told_that_the_connection_is_over()
    {
        var harness = new RunnerHarness().Begin();
        harness.IsCutOff = true;
        harness.Receive("late");

        Assert.Equal(["opened"], harness.Session.Steps);
        Assert.Empty(harness.Commits);
        Assert.True(harness.IsFinished);
    }

    [Fact]
    public async Task A_step_during_which_the_session_was_cut_off_is_its_last()
    {
        var release = new TaskCompletionSource();
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = async (session, input) =>
            {
                var length = input.Length;
                await release.Task;
                await session.Take(length);
            },
        }).Begin();
        harness.Receive("a");
        harness.Receive("b", offset: 1);
        harness.IsCutOff = true;
        release.SetResult();
        await harness.FinishStepAsync();

        Assert.Equal(["opened", "input a"], harness.Session.Steps);
        Assert.Single(harness.Commits);
        Assert.True(harness.IsFinished);
    }

    [Fact]
    public void Input_with_a_gap_ends_the_incarnation_instead_of_being_taken_for_the_stream()
    {
        var harness = new RunnerHarness().Begin();
        harness.Runner.Deliver(new SessionProtocol.Input(1, 0, 0, "ab"u8.ToArray()));
        harness.Runner.Deliver(new SessionProtocol.Input(1, 0, 5, "fg"u8.ToArray()));

        Assert.False(harness.Failure!.OnInput);
        Assert.True(harness.IsFinished);
    }

    [Fact]
    public void Each_step_is_one_commit_with_its_number_offsets_and_event()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, _) =>
            {
                session.Write("ab");
                return session.Take(3);
            },
        }).Begin(StartKind.Resumed, lastCommit: 7);
        harness.Receive("abcdef");
        harness.Raise(5, new SessionEvent.Pushed(PushMessage.FromText("m")));

        Assert.Equal([8L, 9, 10], harness.Commits.Select(c => c.Number));
        Assert.Equal([(0L, 3L, 0L), (3, 6, 2), (6, 6, 4)], harness.Commits.Select(c => (c.Primary.InputFrom, c.Primary.InputTo, c.Primary.OutputFrom)));
        Assert.Equal([0L, 0, 5], harness.Commits.Select(c => c.HandledEvent));
    }

    [Fact]
    public async Task One_step_runs_at_a_time()
    {
        var gate = new TaskCompletionSource();
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = async (session, input) =>
            {
                await gate.Task;
                await session.Take(input.Length);
            },
        }).Begin();
        harness.Receive("a");
        harness.Receive("b", 1);
        harness.Raise(1, new SessionEvent.Pushed(PushMessage.FromText("m")));
        Assert.Equal(["opened", "input a"], harness.Session.Steps);
        Assert.Equal([2L], harness.Watched);
        gate.SetResult();
        await harness.FinishStepAsync();

        Assert.Equal(["opened", "input a", "message m", "input b"], harness.Session.Steps);
        Assert.Equal(3, harness.Commits.Count);
    }

    [Fact]
    public void Input_that_was_left_is_seen_again_only_with_more()
    {
        var harness = new RunnerHarness(new ProbeSession { Input = (session, input) => input.Length < 3 ? default : session.Take(3) }).Begin();
        harness.Receive("ab");
        harness.Runner.Continue();
        harness.Receive("cd", 2);

        Assert.Equal(["opened", "input ab", "input abcd", "input d"], harness.Session.Steps);
        Assert.Single(harness.Commits);
    }

    [Fact]
    public void A_step_that_throws_is_told_and_nothing_of_it_is_committed()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, input) =>
            {
                session.Write("half");
                throw new InvalidOperationException("no");
            },
        })
        { ServiceFailing = true }.Begin();
        harness.Receive("a");

        Assert.Empty(harness.Commits);
        Assert.Equal((true, true, "InvalidOperationException: no"), (harness.Failure!.OnInput, harness.Failure.ServiceFailing, harness.Failure.Error));
        Assert.True(harness.IsFinished);
        harness.Receive("b", 1);
        Assert.Equal(["opened", "input a"], harness.Session.Steps);
    }

    [Fact]
    public void A_stuck_step_is_given_up_by_its_number()
    {
        var harness = new RunnerHarness(new ProbeSession { Input = (_, _) => new ValueTask(new TaskCompletionSource().Task) }).Begin();
        harness.Receive("a");
        var step = Assert.Single(harness.Watched);
        harness.Runner.TimeOutStep(step - 1);
        Assert.Null(harness.Failure);
        harness.Runner.TimeOutStep(step);
        Assert.IsType<TimeoutException>(harness.StepsEnded[^1]);

        Assert.True(harness.Failure!.OnInput);
        Assert.StartsWith("TimeoutException", harness.Failure.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_of_another_epoch_are_dropped()
    {
        var harness = new RunnerHarness().Begin();
        harness.Runner.Deliver(new SessionProtocol.Input(2, 0, 0, "x"u8.ToArray()));
        harness.Runner.Deliver(new SessionProtocol.Ended(2, ""));

        Assert.Equal(["opened"], harness.Session.Steps);
        Assert.False(harness.IsFinished);
    }

    [Fact]
    public void A_long_turn_is_cut_so_that_others_get_theirs()
    {
        var harness = new RunnerHarness(new ProbeSession { Input = (session, _) => session.Take(1) }).Begin(inputWindow: 1000);
        harness.Receive(new string('x', 100));
        Assert.InRange(harness.Commits.Count, 1, 64);
        harness.TakeTurns();
        Assert.Equal(100, harness.Commits.Count);
    }

    [Fact]
    public void A_wake_is_a_step_of_its_own_and_several_are_one()
    {
        var harness = new RunnerHarness(new ProbeSession { Woken = Say("w") }).Begin();
        harness.Runner.Wake();
        harness.Runner.Wake();
        harness.TakeTurns();

        Assert.Equal(["opened", "woken"], harness.Session.Steps);
        Assert.Equal("w", harness.Output);
    }

    [Fact]
    public void Draining_is_a_step_with_the_time_that_remains()
    {
        var harness = new RunnerHarness().Begin();
        harness.Runner.Deliver(new SessionProtocol.Draining(1, TimeSpan.FromSeconds(7)));

        Assert.Equal(["opened", "draining 7"], harness.Session.Steps);
    }

    private static Func<ProbeSession, ValueTask> Say(string text) => session =>
    {
        session.Write(text);
        return default;
    };

    [Fact]
    public void Consumed_input_is_not_kept_alive_by_a_session_that_waits_for_more()
    {
        var harness = new RunnerHarness().Begin();
        var input = Deliver(harness);
        GC.Collect();
        Assert.False(input.IsAlive);
        Assert.Equal(3, harness.Commits[^1].Primary.InputTo);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Deliver(RunnerHarness harness)
    {
        var bytes = new byte[3];
        harness.Runner.Deliver(new SessionProtocol.Input(1, 0, 0, bytes));
        return new WeakReference(bytes);
    }
}
