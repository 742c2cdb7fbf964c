using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerFaultTests
{
    private static readonly ConnectionId One = new(1);

    [Fact]
    public void A_missing_frame_ends_the_link_at_both_ends()
    {
        var pair = LinkPair.Up();
        Send(pair);
        pair.Gateway.Frames.Clear();
        Send(pair);

        pair.Settle();

        Assert.Equal(LinkReasons.FrameLost, pair.Service.DownReason);
        Assert.Equal(LinkReasons.Gone, pair.Gateway.DownReason);
        Assert.Empty(pair.Service.Messages);
    }

    [Fact]
    public void That_the_last_frame_is_missing_shows_at_the_next_heartbeat()
    {
        var pair = LinkPair.Up();
        Send(pair);
        pair.Gateway.Frames.Clear();

        pair.Gateway.Ledger.Tick(500, 0);
        pair.Settle();

        Assert.Equal(LinkReasons.FrameLost, pair.Service.DownReason);
    }

    [Fact]
    public void A_frame_that_comes_twice_ends_the_link()
    {
        var pair = LinkPair.Up();
        Send(pair);
        var frame = pair.Gateway.Frames.Peek();
        pair.Travel(pair.Gateway, pair.Service);

        pair.Service.Ledger.Receive(frame, 0);

        Assert.Equal(LinkReasons.FrameLost, pair.Service.DownReason);
        Assert.Single(pair.Service.Messages);
    }

    [Fact]
    public void An_acknowledgement_of_what_was_not_sent_ends_the_link()
    {
        var pair = LinkPair.Up();
        pair.Service.Ledger.Tick(500, 0);
        var frame = pair.Service.Frames.Dequeue();
        frame[^1] = 50;

        pair.Gateway.Ledger.Receive(frame, 0);

        Assert.Equal(LinkReasons.Malformed, pair.Gateway.DownReason);
    }

    [Theory]
    [InlineData(0, "the kind of an entry")]
    [InlineData(9, "cut off")]
    [InlineData(12, "the kind of a message")]
    public void A_malformed_entry_ends_the_link(int at, string detail)
    {
        var pair = LinkPair.Up();
        Send(pair);
        var frame = pair.Gateway.Frames.Dequeue();
        frame[FrameHeader.KindAt + 3 + at] = 0xEE;

        pair.Service.Ledger.Receive(frame, 0);

        Assert.Equal((LinkReasons.Malformed, detail), (pair.Service.DownReason, pair.Service.Ledger.Detail));
    }

    [Fact]
    public void A_frame_above_the_limit_ends_the_link()
    {
        var pair = LinkPair.Up(serviceLimits: new LinkLimits { MaxFrame = 1024 });
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(2_000));

        pair.Settle();

        Assert.Equal("a frame of 2030 bytes", pair.Service.Ledger.Detail);
    }

    [Fact]
    public void Every_prefix_of_a_frame_ends_the_link_or_is_a_whole_frame()
    {
        var pair = LinkPair.Up();
        Send(pair);
        Send(pair);
        var frame = pair.Gateway.Frames.Dequeue();
        for (var length = 0; length < frame.Length; length++)
        {
            var fresh = LinkPair.Up();
            fresh.Service.Ledger.Receive(frame.AsMemory(0, length), 0);
            Assert.Equal(LinkReasons.Malformed, fresh.Service.DownReason);
        }
    }

    [Fact]
    public void A_link_that_is_down_does_nothing_any_more()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5));
        pair.Gateway.Ledger.Lose("unreachable");
        pair.Gateway.Ledger.Lose("unreachable");
        pair.Service.Ledger.Tick(500, 0);
        pair.Travel(pair.Service, pair.Gateway);

        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5));
        Assert.False(pair.Gateway.Ledger.Enqueue(new LinkControl.Reserved(1, "")));
        pair.Gateway.Ledger.Flush(1_000);
        pair.Gateway.Ledger.Tick(100_000, 0);

        Assert.Equal("unreachable", pair.Gateway.DownReason);
        Assert.Empty(pair.Gateway.Frames);
        Assert.False(pair.Gateway.Ledger.HasWork);
        Assert.Equal(long.MaxValue, pair.Gateway.Ledger.NextDue);
    }

    [Fact]
    public void Limits_that_could_stall_a_link_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new LinkEnd(LinkRole.Gateway, LinkPair.GatewayNode, new LinkLimits { Window = 100_000 }, 1));

    private static void Send(LinkPair pair)
    {
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5));
        pair.Gateway.Ledger.Flush(0);
    }
}
