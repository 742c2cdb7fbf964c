using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerSilenceTests
{
    [Fact]
    public void An_idle_link_is_kept_up_by_heartbeats()
    {
        var pair = LinkPair.Up();
        for (pair.Now = 0; pair.Now <= 60_000; pair.Now += 100)
        {
            if (pair.Gateway.Ledger.NextDue <= pair.Now) pair.Gateway.Ledger.Tick(pair.Now, 0);
            if (pair.Service.Ledger.NextDue <= pair.Now) pair.Service.Ledger.Tick(pair.Now, 0);
            pair.Settle();
        }

        Assert.True(pair.Gateway.Ledger.IsUp && pair.Service.Ledger.IsUp);
        Assert.InRange(pair.Gateway.Ledger.Statistics.FramesSent, 119, 122);
        Assert.Equal(0, pair.Gateway.Ledger.Statistics.Unacknowledged);
    }

    [Fact]
    public void No_heartbeat_is_sent_where_frames_go_anyway()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(1));
        pair.Gateway.Ledger.Flush(400);
        pair.Gateway.Frames.Clear();

        Assert.Equal(900, pair.Gateway.Ledger.NextDue);
        pair.Gateway.Ledger.Tick(899, 0);
        Assert.Empty(pair.Gateway.Frames);
        pair.Gateway.Ledger.Tick(900, 0);
        Assert.Single(pair.Gateway.Frames);
    }

    [Fact]
    public void Silence_ends_the_link_and_the_other_end_is_told_should_it_hear()
    {
        var pair = LinkPair.Up();

        pair.Gateway.Ledger.Tick(2_999, 0);
        Assert.Null(pair.Gateway.DownReason);
        pair.Gateway.Frames.Clear();
        pair.Gateway.Ledger.Tick(3_000, 0);

        Assert.Equal((LinkReasons.Timeout, "nothing heard for 3000 ms"), (pair.Gateway.DownReason, pair.Gateway.Ledger.Detail));
        pair.Travel(pair.Gateway, pair.Service);
        Assert.Equal(LinkReasons.Gone, pair.Service.DownReason);
    }

    [Fact]
    public void A_greeting_without_an_answer_is_silence()
    {
        var pair = new LinkPair();

        pair.Gateway.Ledger.Tick(3_000, 0);

        Assert.Equal(LinkReasons.Timeout, pair.Gateway.DownReason);
    }

    [Fact]
    public void The_own_lateness_is_nobody_elses_silence()
    {
        var pair = LinkPair.Up();

        pair.Gateway.Ledger.Tick(10_000, 9_500);
        Assert.Null(pair.Gateway.DownReason);
        Assert.Equal(10_500, pair.Gateway.Ledger.NextDue);
        pair.Gateway.Ledger.Tick(12_500, 0);

        Assert.Equal(LinkReasons.Timeout, pair.Gateway.DownReason);
    }

    [Fact]
    public void What_is_heard_makes_up_for_lateness()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Tick(10_000, 9_500);
        pair.Service.Ledger.Tick(2_000, 0);
        pair.Now = 10_100;
        pair.Travel(pair.Service, pair.Gateway);
        Assert.Equal(10_100, pair.Gateway.Ledger.LastHeard);

        pair.Gateway.Ledger.Tick(13_099, 0);
        Assert.Null(pair.Gateway.DownReason);
        pair.Gateway.Ledger.Tick(13_100, 0);
        Assert.Equal(LinkReasons.Timeout, pair.Gateway.DownReason);
    }

    [Fact]
    public void A_link_that_was_not_started_has_nothing_due()
    {
        var end = new LinkEnd(LinkRole.Service, LinkPair.ServiceNode, new LinkLimits(), 1);

        Assert.Equal(long.MaxValue, end.Ledger.NextDue);
        end.Ledger.Tick(100_000, 0);
        Assert.Null(end.DownReason);
    }
}
