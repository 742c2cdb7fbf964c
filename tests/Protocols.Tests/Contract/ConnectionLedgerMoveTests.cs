using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

/// <summary>Rule 16: a session moves between two steps, and its client sees nothing.</summary>
public sealed class ConnectionLedgerMoveTests
{
    [Fact]
    public void A_session_that_is_to_leave_goes_on_until_there_is_a_place_for_it()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("ab");
        harness.Ledger.Leaving(1, 0);
        Assert.Equal(1, AsksForAPlace(harness));
        Assert.Empty(harness.Sent.OfType<SessionProtocol.Stop>());
        harness.Commit(consume: 1, output: "A");
        harness.Ledger.Found(1, 10);
        Assert.Single(harness.SentToEpoch<SessionProtocol.Stop>());

        // The step under way still commits.
        harness.Commit(consume: 1, output: "B", now: 20);
        harness.Ledger.Stopped(1, 20);

        Assert.Equal((2, LedgerPhase.Opening, 2L), (harness.Ledger.Epoch, harness.Ledger.Phase, harness.LastOpen.LastCommit));
        harness.AnswerOpen(30);
        Assert.Equal("", harness.InputOfEpoch());
        Assert.Equal([LedgerNote.Opening, LedgerNote.Opened, LedgerNote.Opening, LedgerNote.Moved], harness.Notes);
        Assert.Equal(["write 0 A", "write 0 B"], harness.Asked.Where(asked => asked.StartsWith("write", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_old_session_left_is_replayed_and_counted()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("left");
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Found(1, 0);
        harness.Ledger.Stopped(1, 0);
        harness.Receive("more");
        harness.AnswerOpen(0);

        Assert.Equal(("leftmore", 4L), (harness.InputOfEpoch(), harness.Ledger.BytesReplayed));
    }

    [Fact]
    public void A_wish_said_again_asks_no_second_time()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Leaving(1, 1);
        harness.Ledger.Found(1, 2);
        harness.Ledger.Leaving(1, 3);
        harness.Ledger.Found(1, 4);

        Assert.Equal(1, AsksForAPlace(harness));
        Assert.Single(harness.Sent.OfType<SessionProtocol.Stop>());
    }

    [Fact]
    public void Without_a_place_it_stays_and_is_asked_for_each_second_while_the_wish_lasts()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Leaving(1, 0);
        var instants = new List<long>();
        for (var now = 0L; now < 60_000; now = harness.Ledger.NextDue)
        {
            harness.Ledger.Tick(now);
            if (AsksForAPlace(harness) == instants.Count) continue;
            instants.Add(now);
            harness.Ledger.NotFound(1, now);
        }

        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000], instants);
        Assert.Equal((1, LedgerPhase.Serving), (harness.Ledger.Epoch, harness.Ledger.Phase));
        harness.Ledger.Leaving(1, 60_000);
        Assert.Equal(11, AsksForAPlace(harness));
    }

    [Fact]
    public void A_question_that_nobody_answers_is_asked_again()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Leaving(1, 0);
        harness.RunUntil(2_999);
        Assert.Equal(1, AsksForAPlace(harness));
        harness.RunUntil(3_000);
        Assert.Equal(2, AsksForAPlace(harness));
    }

    [Fact]
    public void A_session_that_does_not_stop_in_time_counts_as_lost()
    {
        var harness = LedgerHarness.Serving(new LedgerLimits { StopTimeout = 60_000 });
        harness.Receive("slow");
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Found(1, 0);
        harness.RunUntil(59_999);
        Assert.Equal(1, harness.Ledger.Epoch);
        harness.RunUntil(60_000);

        Assert.Equal((2, LedgerPhase.Opening), (harness.Ledger.Epoch, harness.Ledger.Phase));
        Assert.Contains(LedgerNote.Lost, harness.Notes);
        Assert.Equal(0, harness.Ledger.PoisonCount);
    }

    [Fact]
    public void A_session_lost_while_it_moves_goes_the_ordinary_way()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Found(1, 0);
        harness.Ledger.Lost(1, "gone", 0);
        harness.AnswerOpen(0);
        harness.Ledger.Stopped(1, 0);

        Assert.Equal((2, LedgerPhase.Serving), (harness.Ledger.Epoch, harness.Ledger.Phase));
        Assert.DoesNotContain(LedgerNote.Moved, harness.Notes);

        // And the wish was that of the node that it is not on any more.
        harness.RunUntil(20_000);
        Assert.Equal(1, AsksForAPlace(harness));
    }

    [Fact]
    public void A_wish_that_comes_before_the_session_is_ready_waits_for_it()
    {
        var harness = new LedgerHarness();
        harness.Ledger.Leaving(1, 0);
        Assert.Equal(0, AsksForAPlace(harness));
        harness.AnswerOpen(10);
        Assert.Equal(1, AsksForAPlace(harness));
    }

    [Fact]
    public void A_session_that_cannot_resume_stays_and_is_told_once_that_it_should_end()
    {
        var harness = new LedgerHarness();
        harness.AnswerOpen(0, resumable: false);
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Leaving(1, 5_000);
        harness.Ledger.Found(1, 5_000);

        Assert.Equal(0, AsksForAPlace(harness));
        Assert.Single(harness.Sent.OfType<SessionProtocol.Draining>());
        Assert.Empty(harness.Sent.OfType<SessionProtocol.Stop>());
    }

    [Fact]
    public void A_close_that_is_committed_meanwhile_ends_the_move()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Found(1, 0);
        harness.Commit(effects: new CommitEffects { Close = "" });
        harness.Ledger.Stopped(1, 0);

        Assert.Equal((1, LedgerPhase.Closing), (harness.Ledger.Epoch, harness.Ledger.Phase));
    }

    [Fact]
    public void What_placement_says_of_another_epoch_or_unasked_changes_nothing()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Found(1, 0);
        harness.Ledger.Leaving(7, 0);
        harness.Ledger.Leaving(1, 0);
        harness.Ledger.Found(7, 0);
        harness.Ledger.NotFound(7, 0);
        Assert.Empty(harness.Sent.OfType<SessionProtocol.Stop>());
        harness.Ledger.Found(1, 0);
        Assert.Single(harness.Sent.OfType<SessionProtocol.Stop>());
    }

    private static int AsksForAPlace(LedgerHarness harness) => harness.Asked.Count(asked => asked == "find place");
}
