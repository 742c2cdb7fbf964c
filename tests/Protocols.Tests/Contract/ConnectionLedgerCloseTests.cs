using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class ConnectionLedgerCloseTests
{
    [Fact]
    public void A_close_flushes_sends_fin_discards_and_ends_with_the_clients_fin()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "bye", effects: new CommitEffects { Close = "" });
        Assert.Equal("write 0 bye", harness.Asked[^1]);
        Assert.Equal(LedgerPhase.Closing, harness.Ledger.Phase);
        Assert.Contains(harness.Sent, m => m is SessionProtocol.Ended { Epoch: 1, Reason: "" });
        harness.Written(0, 10);
        Assert.Equal("shutdown 0", harness.Asked[^1]);
        harness.Receive("more", now: 20);
        Assert.Equal("read 0", harness.Asked[^1]);
        Assert.Equal(0, harness.Ledger.Client.HeldBytes);
        harness.Ledger.ChannelDown(0, orderly: true, "", 30);

        Assert.Equal("", harness.EndReason);
        Assert.Equal(long.MaxValue, harness.Ledger.NextDue);
    }

    [Fact]
    public void A_close_whose_output_was_taken_at_once_sends_fin_at_once()
    {
        var harness = LedgerHarness.Serving();
        harness.TakesAtOnce = 3;
        harness.Commit(output: "bye", effects: new CommitEffects { Close = "" });

        Assert.Contains("shutdown 0", harness.Asked);
        Assert.Equal(LedgerPhase.Closing, harness.Ledger.Phase);
    }

    [Fact]
    public void While_a_limit_of_the_gateways_own_holds_output_back_its_close_has_time()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "bye", effects: new CommitEffects { Close = "" });
        harness.Ledger.Throttled(0, output: true, 6_000);
        harness.Ledger.Tick(6_000);
        Assert.Null(harness.EndReason);
        Assert.Equal(11_000, harness.Ledger.NextDue);
        harness.Ledger.Throttled(0, output: false, 12_000);
        harness.Ledger.Tick(12_000);
        Assert.Equal(CloseReasons.CloseTimeout, harness.EndReason);
    }

    [Fact]
    public void A_connection_whose_bytes_wait_for_a_limit_of_the_gateways_own_is_not_idle()
    {
        var harness = LedgerHarness.Serving(new LedgerLimits { IdleTimeout = 1_000 });
        harness.Ledger.Throttled(0, output: false, 1_500);
        harness.Ledger.Tick(1_500);
        Assert.Equal(LedgerPhase.Serving, harness.Ledger.Phase);
        Assert.Equal(2_500, harness.Ledger.NextDue);
        harness.Ledger.Tick(2_500);
        Assert.Equal(LedgerPhase.Closing, harness.Ledger.Phase);
    }

    [Fact]
    public void A_session_that_works_in_silence_is_never_idle()
    {
        var harness = new LedgerHarness();
        harness.Ledger.Opened(new SessionProtocol.Opened(1, 0, resumable: false) { WorksInSilence = true }, 0);
        Assert.False(harness.Ledger.IsIdle);
        Assert.True(LedgerHarness.Serving().Ledger.IsIdle);
    }

    [Fact]
    public void A_close_with_a_full_input_window_reads_on_while_it_flushes()
    {
        var harness = LedgerHarness.Serving(new LedgerLimits { InputWindow = 2 });
        harness.Receive("full");
        harness.Asked.Clear();
        harness.Commit(output: "bye", effects: new CommitEffects { Close = "" });

        Assert.Equal(["write 0 bye", "read 0"], harness.Asked);
    }

    [Fact]
    public void Each_acknowledgement_starts_the_close_time_again_and_its_end_is_a_reset()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "a");
        harness.Commit(output: "b", effects: new CommitEffects { Close = "" });
        harness.RunUntil(4_999);
        harness.Written(0, 4_999);
        harness.RunUntil(9_998);
        Assert.Null(harness.EndReason);
        harness.RunUntil(9_999);

        Assert.Equal(CloseReasons.CloseTimeout, harness.EndReason);
        Assert.Equal("reset 0", harness.Asked[^1]);
        Assert.DoesNotContain("shutdown 0", harness.Asked);
    }

    [Fact]
    public void A_client_that_takes_little_at_a_time_gets_all_of_it()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "0123456789", effects: new CommitEffects { Close = "" });
        for (var taken = 1; taken <= 10; taken++)
        {
            Assert.Null(harness.EndReason);
            harness.RunUntil((taken * 4_000) - 1);
            harness.Ledger.Written(0, 1, taken * 4_000);
        }

        Assert.Null(harness.EndReason);
        Assert.Contains("shutdown 0", harness.Asked);
    }

    [Fact]
    public void A_client_that_does_not_answer_fin_is_reset_after_the_close_time()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(effects: new CommitEffects { Close = "" });
        Assert.Equal("shutdown 0", harness.Asked[^1]);
        harness.RunUntil(5_000);

        Assert.Equal((CloseReasons.CloseTimeout, "reset 0"), (harness.EndReason, harness.Asked[^1]));
    }

    [Fact]
    public void A_client_whose_kernel_still_takes_bytes_after_fin_gets_time_anew()
    {
        var harness = LedgerHarness.Serving();
        harness.UnsentBytes = 150;
        harness.Commit(effects: new CommitEffects { Close = "" });
        harness.UnsentBytes = 100;
        harness.RunUntil(5_000);
        harness.UnsentBytes = 50;
        harness.RunUntil(10_000);
        Assert.Null(harness.EndReason);
        harness.RunUntil(15_000);

        Assert.Equal(CloseReasons.CloseTimeout, harness.EndReason);
    }

    [Fact]
    public void An_end_with_a_reason_flushes_and_then_resets()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "abc");
        harness.Ledger.End(CloseReasons.Kicked, 0);
        Assert.Null(harness.EndReason);
        harness.Written(0, 1);

        Assert.Equal((CloseReasons.Kicked, "reset 0"), (harness.EndReason, harness.Asked[^1]));
        Assert.DoesNotContain("shutdown 0", harness.Asked);
    }

    [Fact]
    public void An_end_with_a_reason_waits_until_the_client_has_what_was_committed()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "abc");
        harness.UnsentBytes = 3;
        harness.Ledger.End(CloseReasons.Kicked, 0);
        harness.Written(0, 1);
        harness.RunUntil(1_000);
        Assert.Null(harness.EndReason);
        harness.UnsentBytes = 0;
        harness.RunUntil(1_100);

        Assert.Equal((CloseReasons.Kicked, "reset 0"), (harness.EndReason, harness.Asked[^1]));
    }

    [Fact]
    public void A_client_that_takes_nothing_does_not_hold_up_its_own_reset()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "abc");
        harness.UnsentBytes = 3;
        harness.Ledger.End(CloseReasons.Kicked, 0);
        harness.Written(0, 1);
        harness.RunUntil(5_100);

        Assert.Equal(CloseReasons.Kicked, harness.EndReason);
    }

    [Fact]
    public void An_abort_waits_for_nothing()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "abc");
        harness.Ledger.Abort(CloseReasons.AppShutdownTimeout);

        Assert.Equal((CloseReasons.AppShutdownTimeout, "reset 0"), (harness.EndReason, harness.Asked[^1]));
        Assert.Contains(harness.Sent, m => m is SessionProtocol.Ended { Reason: CloseReasons.AppShutdownTimeout });
    }

    [Fact]
    public void A_session_that_takes_over_during_a_drain_is_told_of_it()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Drain(TimeSpan.FromSeconds(30), 1_000);
        harness.Ledger.Lost(1, "gone", 2_000);
        harness.AnswerOpen(3_000);

        Assert.Equal(TimeSpan.FromSeconds(28), Assert.Single(harness.SentToEpoch<SessionProtocol.Draining>()).Remaining);
    }

    [Fact]
    public void A_reset_by_the_client_ends_the_connection()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.ChannelDown(0, orderly: false, CloseReasons.ConnectionReset, 0);

        Assert.Equal(CloseReasons.ConnectionReset, harness.EndReason);
        Assert.Contains(harness.Sent, m => m is SessionProtocol.Ended { Reason: CloseReasons.ConnectionReset });
    }

    [Fact]
    public void Whatever_comes_after_the_end_asks_for_nothing()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(output: "a", effects: new CommitEffects { Close = "" });
        harness.RunUntil(5_000);
        Assert.NotNull(harness.EndReason);
        harness.Receive("late", now: 5_001);
        harness.Ledger.InputEnded(0, 5_001);
        harness.Written(0, 5_001);
        harness.Ledger.ChannelDown(0, true, "", 5_001);
        harness.Ledger.Opened(new SessionProtocol.Opened(1, 0, true), 5_001);
        harness.Commit(output: "late", now: 5_001);
        harness.Ledger.End(CloseReasons.Kicked, 5_001);
        harness.Ledger.Tick(9_999);

        Assert.Equal("reset 0", harness.Asked[^1]);
        Assert.False(harness.Ledger.Push(PushMessage.FromText("late")));
        Assert.Equal(long.MaxValue, harness.Ledger.NextDue);
    }
}
