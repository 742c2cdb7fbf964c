using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class ConnectionLedgerChannelTests
{
    private static readonly IPEndPoint Here = new(IPAddress.Loopback, 20);
    private static readonly IPEndPoint There = new(IPAddress.Loopback, 4000);

    [Fact]
    public void A_port_opened_in_mid_step_is_told_and_closed_with_its_epoch()
    {
        var harness = WithPort();
        Assert.Equal(Here, Assert.Single(harness.SentToEpoch<SessionProtocol.ChannelListening>()).Local);
        harness.Fail(0);

        Assert.Equal("reset 1", harness.Asked[^1]);
        Assert.Single(harness.LastOpen.Channels);
    }

    [Fact]
    public void An_adopted_port_stays()
    {
        var harness = WithPort();
        Adopt(harness);
        harness.Fail(0);

        Assert.Equal((1, ChannelStatus.Listening, Here), (harness.LastOpen.Channels[1].Channel, harness.LastOpen.Channels[1].Status, harness.LastOpen.Channels[1].Local));
    }

    [Fact]
    public void A_peer_that_comes_before_the_commit_does_not_make_the_channel_stay()
    {
        var harness = WithPort();
        harness.Ledger.ChannelUp(1, Here, There);
        harness.Fail(0);
        harness.AnswerOpen(0);

        Assert.Single(harness.LastOpen.Channels);
        Assert.Empty(harness.SentToEpoch<SessionProtocol.Event>());
        Assert.Contains("reset 1", harness.Asked);
    }

    [Fact]
    public void A_port_that_cannot_be_had_leaves_its_number_free()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, 1));
        harness.Ledger.Listening(1, null, "no port");
        Assert.Equal("no port", Assert.Single(harness.SentToEpoch<SessionProtocol.ChannelListening>()).Error);
        harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, 1));

        Assert.Equal("listen 1", harness.Asked[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_number_that_is_taken_or_none_is_refused(int channel)
    {
        var harness = WithPort();
        harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, channel));

        Assert.NotNull(harness.SentToEpoch<SessionProtocol.ChannelListening>().Last().Error);
    }

    [Fact]
    public void A_connection_is_made_only_by_a_commit_and_its_opening_is_repeated_until_handled()
    {
        var harness = LedgerHarness.Serving();
        var effects = new CommitEffects();
        effects.Connects.Add((1, There, false));
        harness.Commit(effects: effects);
        Assert.Equal("connect 1", harness.Asked[^1]);
        harness.Ledger.ChannelUp(1, Here, There);
        harness.Fail(0);
        harness.AnswerOpen(0);
        Assert.Equal(new SessionEvent.ChannelOpened(1, Here, There), Assert.Single(harness.SentToEpoch<SessionProtocol.Event>()).Occurrence);
        harness.Commit(handled: 1);
        harness.Fail(0);
        harness.RunUntil(100);
        harness.AnswerOpen(100);

        Assert.Empty(harness.SentToEpoch<SessionProtocol.Event>());
    }

    [Fact]
    public void A_closed_channel_is_flushed_gets_fin_and_its_end_is_told_until_handled()
    {
        var harness = WithOpenChannel();
        harness.Ledger.Commit(OnChannel(harness, output: "data", close: true), 0);
        Assert.Equal("write 1 data", harness.Asked[^1]);
        harness.Written(1, 0);
        Assert.Equal("shutdown 1", harness.Asked[^1]);
        harness.Ledger.ChannelDown(1, orderly: true, "", 0);
        var closed = harness.SentToEpoch<SessionProtocol.Event>().Last();
        Assert.Equal(new SessionEvent.ChannelClosed(1, true, 4, ""), closed.Occurrence);
        harness.Fail(0);
        Assert.Equal(ChannelStatus.Ended, harness.LastOpen.Channels[1].Status);
        harness.AnswerOpen(0);
        harness.Commit(handled: closed.Id);
        harness.Fail(0);

        Assert.Equal(3, harness.Ledger.Epoch);
        Assert.Single(harness.LastOpen.Channels);
    }

    [Fact]
    public void Output_for_a_dead_channel_is_dropped_and_credited()
    {
        var harness = WithOpenChannel();
        harness.Ledger.ChannelDown(1, orderly: false, CloseReasons.ConnectionReset, 0);
        var asked = harness.Asked.Count;
        harness.Ledger.Commit(OnChannel(harness, output: "data", close: false), 0);

        Assert.Equal(1, harness.Ledger.Epoch);
        Assert.Equal(asked, harness.Asked.Count);
        Assert.Equal(4 + 64 * 1024, harness.SentToEpoch<SessionProtocol.OutputCredit>().Last().Credit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_port_that_its_session_closes_ends_with_an_event_too(bool reset)
    {
        var harness = WithPort();
        Adopt(harness);
        var effects = new CommitEffects();
        effects.Closes.Add((1, reset));
        harness.Commit(effects: effects);

        Assert.Equal("reset 1", harness.Asked[^1]);
        Assert.Equal(new SessionEvent.ChannelClosed(1, !reset, 0, ""), Assert.Single(harness.SentToEpoch<SessionProtocol.Event>()).Occurrence);
    }

    [Fact]
    public void An_acknowledgement_after_a_channels_end_does_not_close_it_again()
    {
        var harness = WithOpenChannel();
        harness.Ledger.Commit(OnChannel(harness, output: "data", close: true), 0);
        harness.RunUntil(5_000);
        Assert.Equal("reset 1", harness.Asked[^1]);
        harness.Written(1, 5_001);
        harness.RunUntil(60_000);

        Assert.Equal("reset 1", harness.Asked[^1]);
    }

    [Fact]
    public void The_end_of_the_connection_sends_no_fin_on_a_channel_that_nobody_closed()
    {
        var harness = WithOpenChannel();
        harness.Commit(output: "x");
        harness.Ledger.Commit(OnChannel(harness, output: "half a file", close: false), 0);
        harness.Ledger.End(CloseReasons.Kicked, 0);
        harness.Written(1, 0);
        harness.Written(0, 0);

        Assert.DoesNotContain("shutdown 1", harness.Asked);
        Assert.Equal(["reset 0", "reset 1"], harness.Asked[^2..]);
    }

    private static LedgerHarness WithPort()
    {
        var harness = LedgerHarness.Serving();
        harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, 1));
        Assert.Equal("listen 1", harness.Asked[^1]);
        harness.Ledger.Listening(1, Here, null);
        return harness;
    }

    private static void Adopt(LedgerHarness harness)
    {
        var effects = new CommitEffects();
        effects.Adopted.Add(1);
        harness.Commit(effects: effects);
    }

    private static LedgerHarness WithOpenChannel()
    {
        var harness = WithPort();
        Adopt(harness);
        harness.Ledger.ChannelUp(1, Here, There);
        harness.Commit(handled: 1);
        return harness;
    }

    private static Commit OnChannel(LedgerHarness harness, string output, bool close)
    {
        var effects = new CommitEffects();
        if (close) effects.Closes.Add((1, false));
        return new Commit(harness.Ledger.Epoch, harness.Ledger.LastCommit + 1)
        {
            Primary = new ChannelDelta { OutputFrom = harness.Ledger.Client.Emitted },
            Others = [new ChannelDelta { Channel = 1, Output = System.Text.Encoding.ASCII.GetBytes(output) }],
            Effects = effects,
        };
    }
}
