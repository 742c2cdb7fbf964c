using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class ConnectionLedgerRecoveryTests
{
    [Fact]
    public void Replacements_are_spaced_and_the_hold_time_ends_them()
    {
        var harness = LedgerHarness.Serving(new LedgerLimits { HoldTimeout = 17_000 });
        var opens = new List<long>();
        for (long now = 0; harness.EndReason is null; now = harness.Ledger.NextDue)
        {
            harness.Ledger.Tick(now);
            while (harness.Ledger.Phase is LedgerPhase.Opening or LedgerPhase.Serving)
            {
                harness.AnswerOpen(now);
                harness.Fail(now, onInput: false);
                if (harness.Ledger.Phase == LedgerPhase.Opening) opens.Add(now);
            }

            if (harness.Opens.Count > opens.Count + 1) opens.Add(now);
        }

        Assert.Equal([0L, 100, 1_100, 6_100, 11_100, 16_100], opens);
        Assert.Equal(CloseReasons.HoldTimeout, harness.EndReason);
    }

    [Fact]
    public void A_held_connection_ends_by_a_reset_at_the_end_of_the_hold_time()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "last words");
        harness.Ledger.Lost(1, "gone", 1_000);
        harness.RunUntil(30_999);
        Assert.Equal(LedgerPhase.Opening, harness.Ledger.Phase);
        harness.RunUntil(31_000);
        Assert.Equal(LedgerPhase.Failing, harness.Ledger.Phase);
        Assert.Null(harness.EndReason);
        harness.Written(0, 31_100);

        Assert.Equal(CloseReasons.HoldTimeout, harness.EndReason);
        Assert.Equal("reset 0", harness.Asked[^1]);
        Assert.DoesNotContain("shutdown 0", harness.Asked);
    }

    [Fact]
    public void Three_crashes_on_the_same_input_are_poison()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("bad");
        CrashAndReopen(harness, 0);
        CrashAndReopen(harness, 0);
        harness.RunUntil(200);
        harness.AnswerOpen(200);
        harness.Fail(200);

        Assert.Equal(CloseReasons.PoisonInput, harness.EndReason);
        Assert.Contains(LedgerNote.Poisoned, harness.Notes);
    }

    [Fact]
    public void A_commit_that_consumes_resets_the_count()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("abc");
        CrashAndReopen(harness, 0);
        harness.RunUntil(100);
        harness.AnswerOpen(100);
        harness.Fail(100);
        Assert.Equal(2, harness.Ledger.PoisonCount);
        harness.RunUntil(1_100);
        harness.AnswerOpen(1_100);
        harness.Commit(consume: 1, now: 1_100);

        Assert.Equal(0, harness.Ledger.PoisonCount);
    }

    [Fact]
    public void A_commit_that_consumes_nothing_does_not_reset_the_count()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("abc");
        CrashAndReopen(harness, 0);
        harness.Commit(output: "still here");

        Assert.Equal(1, harness.Ledger.PoisonCount);
    }

    [Fact]
    public void Losses_without_a_step_and_failing_services_are_no_poison()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("abc");
        CrashAndReopen(harness, 0);
        harness.Ledger.Lost(harness.Ledger.Epoch, "node gone", 0);
        Assert.Equal(1, harness.Ledger.PoisonCount);
        harness.RunUntil(100);
        harness.AnswerOpen(100);
        harness.Fail(100, onInput: true, serviceFailing: true);

        Assert.Equal(0, harness.Ledger.PoisonCount);
        Assert.Contains(LedgerNote.ServiceFailing, harness.Notes);
        Assert.Null(harness.EndReason);
    }

    [Fact]
    public void More_than_a_hundred_epochs_a_minute_are_an_unstable_service()
    {
        var harness = new LedgerHarness();
        var epochs = 0;
        for (; harness.EndReason is null; epochs++)
        {
            harness.AnswerOpen(epochs);
            harness.Commit(output: "x", now: epochs);
            harness.Written(0, epochs);
            harness.Ledger.Lost(harness.Ledger.Epoch, "gone", epochs);
        }

        Assert.Equal((100, CloseReasons.UnstableService), (epochs, harness.EndReason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_end_between_two_incarnations_is_told_to_neither(bool transfers)
    {
        var harness = LedgerHarness.Serving();
        while (harness.EndReason is null)
        {
            if (transfers) harness.Commit(effects: new CommitEffects { Transfer = "Other" });
            else harness.Ledger.Stopped(harness.Ledger.Epoch, 0);
            harness.AnswerOpen(0);
        }

        Assert.Equal(CloseReasons.UnstableService, harness.EndReason);
        Assert.All(harness.Sent.OfType<SessionProtocol.Ended>(), ended => Assert.Equal("transferred", ended.Reason));
    }

    [Fact]
    public void A_session_that_does_not_answer_is_replaced_and_its_late_answer_dropped()
    {
        var harness = new LedgerHarness(new LedgerLimits { OpenTimeout = 1_000 });
        harness.RunUntil(999);
        Assert.Equal(1, harness.Ledger.Epoch);
        harness.RunUntil(1_000);
        Assert.Equal((2, LedgerPhase.Opening), (harness.Ledger.Epoch, harness.Ledger.Phase));
        harness.Ledger.Opened(new SessionProtocol.Opened(1, 0, true), 1_001);

        Assert.Equal(LedgerPhase.Opening, harness.Ledger.Phase);
    }

    [Fact]
    public void A_refusal_is_tried_again()
    {
        var harness = new LedgerHarness();
        harness.Ledger.Refused(new SessionProtocol.Refused(1, "full"), 0);
        Assert.Equal(2, harness.Ledger.Epoch);
        harness.Ledger.Refused(new SessionProtocol.Refused(2, "full"), 0);
        Assert.Equal((LedgerPhase.Held, 100L), (harness.Ledger.Phase, harness.Ledger.NextDue));
    }

    [Fact]
    public void A_service_that_cannot_resume_is_not_replaced_once_it_served()
    {
        var harness = new LedgerHarness();
        harness.AnswerOpen(0, resumable: false);
        harness.Ledger.Lost(1, "gone", 0);

        Assert.Equal(CloseReasons.ServiceFailed, harness.EndReason);
    }

    [Fact]
    public void A_planned_stop_goes_on_at_once_and_the_hold_time_of_an_old_loss_is_over()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Lost(1, "gone", 0);
        harness.AnswerOpen(0);
        harness.Ledger.Stopped(2, 3_600_000);
        harness.Ledger.Tick(3_600_000);

        Assert.Equal((3, LedgerPhase.Opening), (harness.Ledger.Epoch, harness.Ledger.Phase));
        Assert.Null(harness.EndReason);
    }

    [Fact]
    public void What_is_said_of_another_epoch_changes_nothing()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Lost(7, "gone", 0);
        harness.Ledger.Stopped(7, 0);
        harness.Ledger.Failed(new SessionProtocol.Failed(7, true, false, ""), 0);
        harness.Ledger.Refused(new SessionProtocol.Refused(7, ""), 0);

        Assert.Equal((1, LedgerPhase.Serving), (harness.Ledger.Epoch, harness.Ledger.Phase));
    }

    [Fact]
    public void The_idle_time_runs_only_while_a_session_serves()
    {
        var harness = LedgerHarness.Serving(new LedgerLimits { IdleTimeout = 1_000, OpenTimeout = 20_000 });
        harness.Receive("x", now: 900);
        harness.Ledger.Lost(1, "gone", 1_000);
        harness.RunUntil(6_000);
        Assert.Null(harness.EndReason);
        harness.AnswerOpen(6_000);
        harness.RunUntil(6_999);
        Assert.Equal(LedgerPhase.Serving, harness.Ledger.Phase);
        harness.Commit(consume: 1, now: 6_999);
        harness.RunUntil(7_000);

        Assert.Equal(LedgerPhase.Closing, harness.Ledger.Phase);
        Assert.Contains(harness.Sent, m => m is SessionProtocol.Ended { Reason: CloseReasons.IdleTimeout });
    }

    [Fact]
    public void An_idle_connection_with_input_that_nobody_consumed_is_reset()
    {
        var harness = LedgerHarness.Serving(new LedgerLimits { IdleTimeout = 1_000 });
        harness.Receive("x", now: 0);
        harness.RunUntil(1_000);

        Assert.Equal((CloseReasons.IdleTimeout, "reset 0"), (harness.EndReason, harness.Asked[^1]));
    }

    [Fact]
    public void A_timer_that_works_does_not_make_a_line_less_poisonous()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("x");
        for (var crash = 1; crash <= 3; crash++)
        {
            Assert.Null(harness.EndReason);
            harness.Ledger.Push(PushMessage.FromText("works"));
            harness.Commit(handled: crash, now: crash * 20_000);
            CrashAndReopen(harness, crash * 20_000);
            harness.RunUntil((crash * 20_000) + 100);
        }

        Assert.Equal(CloseReasons.PoisonInput, harness.EndReason);
    }

    private static void CrashAndReopen(LedgerHarness harness, long now)
    {
        harness.Fail(now);
        if (harness.Ledger.Phase == LedgerPhase.Opening) harness.AnswerOpen(now);
    }
}
