using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

/// <summary>Rules 14 and 15: nodes that are lost, and nodes that do not take a session.</summary>
public sealed class ConnectionLedgerNodeTests
{
    [Fact]
    public void Input_that_kills_every_process_is_poison_after_three_of_them()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("bad", now: 0);
        LoseAndReopen(harness, 10);
        Assert.Equal((0.5, true), (harness.Ledger.PoisonCount, harness.Ledger.IsSuspect));
        LoseAndReopen(harness, 20);
        Assert.Equal(2, harness.Ledger.PoisonCount);
        harness.RunUntil(200);
        harness.AnswerOpen(200);
        harness.Ledger.NodeLost(3, "gone", crashed: true, 300);

        Assert.Equal(CloseReasons.PoisonInput, harness.EndReason);
        Assert.Contains(LedgerNote.Poisoned, harness.Notes);
    }

    [Fact]
    public void One_lost_process_among_crashes_is_half_of_one()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("bad", now: 0);
        harness.Fail(0);
        harness.AnswerOpen(0);
        LoseAndReopen(harness, 10);
        harness.RunUntil(110);
        harness.AnswerOpen(110);
        harness.Fail(120);
        Assert.Equal(2.5, harness.Ledger.PoisonCount);
        Assert.Null(harness.EndReason);
        harness.RunUntil(1_120);
        harness.AnswerOpen(1_120);
        harness.Fail(1_130);

        Assert.Equal(CloseReasons.PoisonInput, harness.EndReason);
    }

    [Fact]
    public void A_commit_that_consumes_takes_the_suspicion_away()
    {
        var harness = LedgerHarness.Serving();
        for (var loss = 1; loss < 10; loss++)
        {
            var now = loss * 11_000;
            harness.Receive("innocent", now);
            harness.Ledger.NodeLost(loss, "gone", crashed: true, now);
            Assert.True(harness.Ledger.IsSuspect);
            harness.AnswerOpen(now);
            harness.Commit(consume: 8, now: now);
            Assert.Equal((0d, false), (harness.Ledger.PoisonCount, harness.Ledger.IsSuspect));
        }

        Assert.Null(harness.EndReason);
    }

    [Theory]
    [InlineData("", 0, true)] // idle
    [InlineData("half a line", 10_000, true)] // waits for its rest, so nobody works on it
    [InlineData("line", 0, false)] // a silent node, or a way that was cut, says nothing about the input
    public void Other_losses_count_for_nothing(string held, long after, bool crashed)
    {
        var harness = LedgerHarness.Serving();
        if (held.Length > 0) harness.Receive(held, now: 0);
        harness.Ledger.NodeLost(1, "gone", crashed, after);

        Assert.Equal((0d, 2), (harness.Ledger.PoisonCount, harness.Ledger.Epoch));
    }

    [Fact]
    public void A_client_that_owes_the_rest_of_a_line_outlives_three_nodes()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("half a li", now: 0);
        LoseAndReopen(harness, 60_000);
        LoseAndReopen(harness, 60_010);
        harness.RunUntil(60_110);
        harness.AnswerOpen(60_110);
        harness.Ledger.NodeLost(3, "gone", crashed: true, 60_120);
        harness.RunUntil(61_120);
        harness.AnswerOpen(61_120);

        Assert.Equal((4, LedgerPhase.Serving, "half a li"), (harness.Ledger.Epoch, harness.Ledger.Phase, harness.InputOfEpoch()));
    }

    [Fact]
    public void A_node_lost_before_its_session_was_ready_had_no_input()
    {
        var harness = new LedgerHarness();
        harness.Receive("line");
        harness.Ledger.NodeLost(1, "gone", crashed: true, 0);

        Assert.Equal((0d, 2, LedgerPhase.Opening), (harness.Ledger.PoisonCount, harness.Ledger.Epoch, harness.Ledger.Phase));
    }

    [Fact]
    public void An_event_that_kills_processes_is_poison_too()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Push(PushMessage.FromText("bad"));
        for (var loss = 1; loss <= 3; loss++)
        {
            Assert.Null(harness.EndReason);
            var now = loss * 20_000;
            harness.Ledger.NodeLost(loss, "gone", crashed: true, now);
            if (harness.EndReason is not null) break;
            harness.RunUntil(now + 1_000);
            harness.AnswerOpen(now + 1_000);
        }

        Assert.Equal(CloseReasons.PoisonInput, harness.EndReason);
    }

    [Fact]
    public void A_service_that_cannot_resume_ends_with_its_node()
    {
        var harness = new LedgerHarness();
        harness.AnswerOpen(0, resumable: false);
        harness.Ledger.NodeLost(1, "gone", crashed: true, 0);

        Assert.Equal(CloseReasons.NodeLost, harness.EndReason);
    }

    [Theory]
    [InlineData("no_node", CloseReasons.NoNode)]
    [InlineData("no_compatible_service", CloseReasons.NoCompatibleService)]
    [InlineData("state_version", CloseReasons.NoCompatibleService)]
    [InlineData("full", CloseReasons.HoldTimeout)]
    [InlineData("draining", CloseReasons.HoldTimeout)]
    public void A_hold_time_that_ends_on_a_refusal_says_which(string refusal, string reason)
    {
        var harness = new LedgerHarness();
        while (harness.EndReason is null)
        {
            while (harness.Ledger.Phase == LedgerPhase.Opening) harness.Ledger.Refused(new SessionProtocol.Refused(harness.Ledger.Epoch, refusal), Math.Max(0, harness.Opens.Count == 1 ? 0 : harness.Ledger.NextDue - 1));
            harness.RunUntil(harness.Ledger.NextDue);
        }

        Assert.Equal(reason, harness.EndReason);
        Assert.DoesNotContain(LedgerNote.Lost, harness.Notes);
    }

    [Fact]
    public void A_loss_after_a_refusal_is_what_the_end_of_the_hold_time_is_about()
    {
        var harness = new LedgerHarness(new LedgerLimits { HoldTimeout = 3_000, OpenTimeout = 1_000 });
        harness.Ledger.Refused(new SessionProtocol.Refused(1, "no_node"), 0);
        harness.RunUntil(3_000);

        Assert.Equal(CloseReasons.HoldTimeout, harness.EndReason);
    }

    [Fact]
    public void Late_commits_of_an_older_epoch_are_noted_as_fenced()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("x");
        var late = harness.Next(consume: 1, output: "late");
        harness.Ledger.NodeLost(1, "gone", crashed: false, 0);
        harness.AnswerOpen(0);
        harness.Ledger.Commit(late, 0);

        Assert.Single(harness.Notes, LedgerNote.Fenced);
        Assert.Equal(0, harness.Ledger.LastCommit);
    }

    [Fact]
    public void Only_what_a_session_was_given_before_counts_as_replayed()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("seen");
        harness.Ledger.NodeLost(1, "gone", crashed: false, 0);
        harness.Receive("new");
        harness.Ledger.Refused(new SessionProtocol.Refused(2, "full"), 0);
        harness.RunUntil(100);
        harness.AnswerOpen(100);
        Assert.Equal(("seennew", 4L), (harness.InputOfEpoch(), harness.Ledger.BytesReplayed));
        harness.Ledger.Lost(3, "gone", 100);
        harness.RunUntil(1_100);
        harness.AnswerOpen(1_100);

        Assert.Equal(7, harness.Ledger.BytesReplayed);
    }

    private static void LoseAndReopen(LedgerHarness harness, long now)
    {
        harness.Ledger.NodeLost(harness.Ledger.Epoch, "gone", crashed: true, now);
        if (harness.Ledger.Phase == LedgerPhase.Opening) harness.AnswerOpen(now);
        else harness.RunUntil(now);
    }
}
