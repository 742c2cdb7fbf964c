using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class ConnectionLedgerCommitTests
{
    private static readonly LedgerLimits Small = new() { InputWindow = 4, OutputWindow = 8 };

    [Fact]
    public void A_commit_consumes_emits_and_saves_together()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("abc");
        var state = new SessionState("T", 1, new byte[] { 1 });
        harness.Commit(consume: 2, output: "AB", state: state);

        Assert.Equal((2L, 2L, 1L), (harness.Ledger.Client.Committed, harness.Ledger.Client.Emitted, harness.Ledger.LastCommit));
        Assert.Same(state, harness.Ledger.State);
        Assert.Equal("write 0 AB", harness.Asked[^1]);
    }

    [Fact]
    public void What_is_not_committed_goes_to_the_next_incarnation_in_order_small_pieces_together()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("abc");
        harness.Receive("def");
        harness.Commit(consume: 2);
        harness.Fail(0);
        harness.Receive("ghi");
        Assert.Empty(harness.SentToEpoch<SessionProtocol.Input>());
        harness.AnswerOpen(0);

        Assert.Equal("cdefghi", harness.InputOfEpoch());
        Assert.Equal([2L, 3], harness.SentToEpoch<SessionProtocol.Input>().Select(i => i.Offset));
        Assert.Equal((1L, 2L), (harness.LastOpen.LastCommit, harness.LastOpen.Channels[0].InputOffset));
    }

    [Fact]
    public void A_commit_of_another_epoch_is_dropped_without_harm()
    {
        var harness = LedgerHarness.Serving();
        var late = harness.Next(output: "late");
        harness.Fail(0);
        harness.AnswerOpen(0);
        harness.Ledger.Commit(late, 0);

        Assert.Equal((0L, 2), (harness.Ledger.LastCommit, harness.Ledger.Epoch));
        Assert.DoesNotContain(harness.Asked, a => a.StartsWith("write", StringComparison.Ordinal));
    }

    [Fact]
    public void A_doubled_commit_is_dropped_and_costs_the_epoch()
    {
        var harness = LedgerHarness.Serving();
        var commit = harness.Next(output: "x");
        harness.Ledger.Commit(commit, 0);
        harness.Ledger.Commit(commit, 0);

        Assert.Equal((1L, 2), (harness.Ledger.LastCommit, harness.Ledger.Epoch));
        Assert.Single(harness.Asked, a => a.StartsWith("write", StringComparison.Ordinal));
        Assert.Contains(LedgerNote.InvalidCommit, harness.Notes);
        Assert.Contains(harness.Sent, m => m is SessionProtocol.Ended { Epoch: 1, Reason: "replaced" });
    }

    [Fact]
    public void A_wrong_commit_ends_the_connection_of_a_service_that_cannot_resume()
    {
        var harness = new LedgerHarness();
        harness.AnswerOpen(0, resumable: false);
        harness.Ledger.Commit(new Commit(1, 7), 0);

        Assert.Equal(CloseReasons.ServiceFailed, harness.EndReason);
    }

    [Fact]
    public void A_commit_while_the_connection_is_held_is_dropped()
    {
        var harness = LedgerHarness.Serving();
        harness.Fail(0);
        harness.AnswerOpen(0);
        harness.Fail(0);
        Assert.Equal(LedgerPhase.Held, harness.Ledger.Phase);
        harness.Commit(output: "x");

        Assert.Equal(0, harness.Ledger.LastCommit);
    }

    [Fact]
    public void Open_says_new_until_the_first_commit()
    {
        var harness = LedgerHarness.Serving();
        harness.Fail(0);
        Assert.Equal(StartKind.New, harness.LastOpen.Start);
        harness.AnswerOpen(0);
        harness.Commit(output: "hello");
        harness.Fail(0);
        Assert.Equal(StartKind.Resumed, harness.LastOpen.Start);
    }

    [Fact]
    public void A_transfer_ends_the_epoch_and_is_told_until_the_new_service_commits()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(effects: new CommitEffects { Transfer = "Other" });
        Assert.Equal((StartKind.Transferred, "Other", 2), (harness.LastOpen.Start, harness.LastOpen.Service, harness.LastOpen.Epoch));
        harness.AnswerOpen(0);
        harness.Fail(0);
        Assert.Equal(StartKind.Transferred, harness.LastOpen.Start);
        harness.AnswerOpen(0);
        harness.Commit(output: "x");
        harness.Fail(0);
        Assert.Equal(StartKind.Resumed, harness.LastOpen.Start);
    }

    [Fact]
    public void Reads_are_asked_for_only_below_the_input_window_and_one_at_a_time()
    {
        var harness = LedgerHarness.Serving(Small);
        Assert.Equal(["read 0"], harness.Asked);
        harness.Receive("abc");
        harness.Receive("def");
        Assert.Equal(["read 0", "read 0"], harness.Asked);
        harness.Commit(consume: 1);
        Assert.Equal(2, harness.Asked.Count);
        harness.Commit(consume: 3);
        Assert.Equal(3, harness.Asked.Count);
    }

    [Fact]
    public void A_framing_session_raises_the_window_by_its_largest_message_and_open_still_tells_the_configured_one()
    {
        var harness = new LedgerHarness(Small);
        harness.AnswerOpen(0, maxMessage: 10);
        Assert.Equal(14, harness.Ledger.InputWindow);
        harness.Fail(0);
        Assert.Equal(4, harness.LastOpen.InputWindow);
        harness.AnswerOpen(0, maxMessage: 10);
        Assert.Equal(14, harness.Ledger.InputWindow);
    }

    [Fact]
    public void Credit_follows_acknowledgements_in_steps_of_half_a_window()
    {
        var harness = LedgerHarness.Serving(Small);
        Assert.Equal(8, harness.LastOpen.Channels[0].Credit);
        harness.Commit(output: "abc");
        harness.Commit(output: "defghijkl");
        harness.Written(0, 0);
        Assert.Empty(harness.SentToEpoch<SessionProtocol.OutputCredit>());
        harness.Written(0, 0);

        Assert.Equal(20, Assert.Single(harness.SentToEpoch<SessionProtocol.OutputCredit>()).Credit);
    }

    [Fact]
    public void What_the_socket_takes_at_once_is_credited_at_once_and_only_the_rest_is_waited_for()
    {
        var harness = LedgerHarness.Serving(Small);
        harness.TakesAtOnce = 5;
        harness.Commit(output: "abcde");
        Assert.Equal((5L, 5L, 13L), (harness.Ledger.BytesSent, harness.Ledger.Client.Acknowledged, Assert.Single(harness.SentToEpoch<SessionProtocol.OutputCredit>()).Credit));

        harness.Commit(output: "fghijklm");
        Assert.Equal((10L, 3L), (harness.Ledger.BytesSent, harness.Ledger.Client.Unacknowledged));
        harness.Written(0, 0);
        Assert.Equal((13L, 18L), (harness.Ledger.BytesSent, harness.SentToEpoch<SessionProtocol.OutputCredit>().Last().Credit));
    }

    [Fact]
    public void Credit_that_came_while_a_session_opened_is_told_when_it_has()
    {
        var harness = LedgerHarness.Serving(Small);
        harness.Commit(output: "abc");
        harness.Fail(0);
        Assert.Equal(8, harness.LastOpen.Channels[0].Credit);
        harness.Written(0, 0);
        harness.AnswerOpen(0);

        Assert.Equal(11, Assert.Single(harness.SentToEpoch<SessionProtocol.OutputCredit>()).Credit);
    }

    [Fact]
    public void The_end_of_input_is_repeated_at_its_position_until_it_is_consumed()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("ab");
        harness.Ledger.InputEnded(0, 0);
        harness.Fail(0);
        harness.AnswerOpen(0);
        Assert.Equal(2, Assert.Single(harness.SentToEpoch<SessionProtocol.InputEnded>()).Offset);
        harness.Commit(consume: 2, end: true);
        harness.Fail(0);
        harness.AnswerOpen(0);

        Assert.Empty(harness.SentToEpoch<SessionProtocol.InputEnded>());
        Assert.True(harness.LastOpen.Channels[0].InputEndConsumed);
    }

    [Fact]
    public void Pushes_are_repeated_until_handled_and_at_most_64_wait()
    {
        var harness = LedgerHarness.Serving();
        for (var i = 0; i < LedgerLimits.MaxWaitingPushes; i++) Assert.True(harness.Ledger.Push(PushMessage.FromText("m")));
        Assert.False(harness.Ledger.Push(PushMessage.FromText("one too many")));
        harness.Commit(handled: 1);
        Assert.True(harness.Ledger.Push(PushMessage.FromText("fits")));
        harness.Fail(0);
        harness.AnswerOpen(0);

        Assert.Equal(Enumerable.Range(2, 64).Select(i => (long)i), harness.SentToEpoch<SessionProtocol.Event>().Select(e => e.Id));
    }

    [Fact]
    public void An_event_is_handled_once()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.Push(PushMessage.FromText("m"));
        harness.Commit(handled: 1);
        harness.Commit(handled: 1);

        Assert.Equal((1L, 2), (harness.Ledger.LastCommit, harness.Ledger.Epoch));
    }

    [Fact]
    public void A_timer_fires_at_its_time_and_again_for_each_incarnation_until_a_commit_handles_it()
    {
        var harness = LedgerHarness.Serving();
        var effects = new CommitEffects();
        effects.Timers.Add(("t", TimeSpan.FromMilliseconds(100)));
        harness.Commit(now: 50, effects: effects);
        Assert.Equal(150, harness.Ledger.NextDue);
        harness.Ledger.Tick(149);
        Assert.Empty(harness.SentToEpoch<SessionProtocol.Event>());
        harness.Ledger.Tick(150);
        Assert.Equal(new SessionEvent.TimerDue("t", 1), Assert.Single(harness.SentToEpoch<SessionProtocol.Event>()).Occurrence);
        harness.Fail(200);
        Assert.Equal([new TimerSnapshot("t", 1, TimeSpan.Zero)], harness.LastOpen.Timers);
        harness.AnswerOpen(200);
        var repeated = Assert.Single(harness.SentToEpoch<SessionProtocol.Event>());
        harness.Commit(now: 200, handled: repeated.Id);
        harness.Fail(200);
        Assert.Empty(harness.LastOpen.Timers);
    }

    [Fact]
    public void A_timer_that_runs_is_told_with_the_time_it_has_left()
    {
        var harness = LedgerHarness.Serving();
        var effects = new CommitEffects();
        effects.Timers.Add(("t", TimeSpan.FromSeconds(10)));
        harness.Commit(effects: effects);
        harness.Fail(4_000);

        Assert.Equal([new TimerSnapshot("t", 1, TimeSpan.FromSeconds(6))], harness.LastOpen.Timers);
    }

    [Fact]
    public void A_timer_set_again_after_it_fired_fires_only_for_its_new_setting()
    {
        var harness = LedgerHarness.Serving();
        var effects = new CommitEffects();
        effects.Timers.Add(("t", TimeSpan.FromMilliseconds(100)));
        harness.Commit(effects: effects);
        harness.Ledger.Tick(100);
        harness.Commit(now: 100, effects: effects);
        harness.Fail(150);
        harness.AnswerOpen(150);

        Assert.Empty(harness.SentToEpoch<SessionProtocol.Event>());
        harness.Ledger.Tick(200);
        Assert.Equal(new SessionEvent.TimerDue("t", 2), Assert.Single(harness.SentToEpoch<SessionProtocol.Event>()).Occurrence);
    }

    [Fact]
    public void An_alias_is_told_to_the_next_incarnation_and_an_empty_one_removes_it()
    {
        var harness = LedgerHarness.Serving();
        harness.Commit(effects: new CommitEffects { Alias = "me" });
        harness.Fail(0);
        Assert.Equal("me", harness.LastOpen.Alias);
        harness.AnswerOpen(0);
        harness.Commit(effects: new CommitEffects { Alias = "" });
        Assert.Null(harness.Ledger.Alias);
    }

    [Fact]
    public void Held_input_can_be_copied_for_a_capsule()
    {
        var harness = LedgerHarness.Serving();
        harness.Receive("ab");
        harness.Receive("cd");
        harness.Commit(consume: 1);

        Assert.Equal("bcd", Encoding.ASCII.GetString(harness.Ledger.Client.CopyHeld()));
    }
}
