using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerGreetingTests
{
    [Fact]
    public void Hello_and_welcome_bring_both_ends_up()
    {
        var pair = LinkPair.Up();

        Assert.Equal(LinkPair.ServiceNode, pair.Gateway.Peer);
        Assert.Equal(LinkPair.GatewayNode, pair.Service.Peer);
        Assert.Equal(LinkPair.ServiceNode, pair.Gateway.Ledger.Peer);
        Assert.Equal(LinkPair.Number, pair.Gateway.Ledger.Number);
        Assert.Empty(pair.Gateway.Controls);
        Assert.Empty(pair.Service.Controls);
    }

    [Fact]
    public void A_service_node_sees_from_a_hello_whose_link_it_is()
    {
        var pair = new LinkPair();
        var hello = pair.Gateway.Frames.Peek();

        Assert.True(LinkLedger.TryPeekHello(hello, out var from, out var link));
        Assert.Equal(LinkPair.GatewayNode, from);
        Assert.Equal(LinkPair.Number, link);
        Assert.True(LinkLedger.TryPeekNumber(hello, out link));
        Assert.Equal(LinkPair.Number, link);
    }

    [Fact]
    public void Other_frames_are_no_hello()
    {
        var pair = new LinkPair();
        pair.Travel(pair.Gateway, pair.Service);
        var welcome = pair.Service.Frames.Peek();
        pair.Settle();
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(5));
        pair.Gateway.Ledger.Flush(0);
        var input = pair.Gateway.Frames.Dequeue();

        Assert.False(LinkLedger.TryPeekHello(welcome, out _, out _));
        Assert.False(LinkLedger.TryPeekHello(input, out _, out _));
        Assert.False(LinkLedger.TryPeekHello(default, out _, out _));
    }

    [Fact]
    public void What_is_queued_before_the_greeting_follows_it()
    {
        var pair = new LinkPair();
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(5));
        pair.Gateway.Ledger.Flush(0);
        Assert.Single(pair.Gateway.Frames);
        Assert.False(pair.Gateway.Ledger.HasWork);

        pair.Settle();

        Assert.Single(pair.Service.Messages);
    }

    [Fact]
    public void A_frame_of_another_number_is_answered_that_it_is_gone_and_the_link_goes_on()
    {
        var (pair, other) = (LinkPair.Up(), new LinkEnd(LinkRole.Gateway, LinkPair.GatewayNode, new LinkLimits(), 99));
        other.Ledger.Start(0);

        pair.Service.Ledger.Receive(other.Frames.Dequeue(), 0);

        other.Ledger.Receive(pair.Service.Frames.Dequeue(), 0);
        Assert.Equal(LinkReasons.Gone, other.DownReason);
        Assert.Null(pair.Service.DownReason);
        Assert.Empty(other.Frames);
    }

    [Fact]
    public void That_a_link_is_gone_is_not_answered()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Tick(500, 0);
        Assert.True(LinkLedger.TryMakeGone(pair.Gateway.Frames.Dequeue(), out var gone));

        Assert.False(LinkLedger.TryMakeGone(gone, out _));
        Assert.False(LinkLedger.TryMakeGone(new byte[9], out _));
        var other = new LinkEnd(LinkRole.Gateway, LinkPair.GatewayNode, new LinkLimits(), 99);
        other.Ledger.Start(0);
        other.Frames.Clear();
        other.Ledger.Receive(gone, 0);
        Assert.Empty(other.Frames);
        Assert.Null(other.DownReason);
    }

    [Fact]
    public void A_welcome_for_somebody_else_is_refused()
    {
        var pair = new LinkPair();
        var stranger = new LinkEnd(LinkRole.Gateway, new NodeId("10.0.0.3:4053", 3), new LinkLimits(), LinkPair.Number);
        stranger.Ledger.Start(0);
        pair.Service.Ledger.Receive(stranger.Frames.Dequeue(), 0);

        pair.Gateway.Ledger.Receive(pair.Service.Frames.Dequeue(), 0);

        Assert.Equal(LinkReasons.Malformed, pair.Gateway.DownReason);
        Assert.Equal("a greeting that is not for this link", pair.Gateway.Ledger.Detail);
    }

    [Fact]
    public void A_second_hello_on_a_link_is_refused()
    {
        var pair = new LinkPair();
        var hello = pair.Gateway.Frames.Peek().ToArray();
        pair.Settle();

        pair.Service.Ledger.Receive(hello, 0);

        Assert.Equal(LinkReasons.FrameLost, pair.Service.DownReason);
    }

    [Fact]
    public void Another_wire_version_is_refused_by_both_ends_and_nobody_answers_for_ever()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Tick(500, 0);
        var newer = pair.Gateway.Frames.Dequeue();
        newer[0] = 2;

        Assert.False(LinkLedger.TryPeekHello(newer, out _, out _));
        pair.Service.Ledger.Receive(newer, 500);

        Assert.Equal(LinkReasons.Version, pair.Service.DownReason);
        Assert.Equal("the other end speaks wire version 2, this one 1", pair.Service.Ledger.Detail);
        var gone = pair.Service.Frames.Dequeue();
        Assert.False(LinkLedger.TryMakeGone(gone, out _));
        gone[0] = 2;
        pair.Gateway.Ledger.Receive(gone, 500);
        Assert.Equal(LinkReasons.Version, pair.Gateway.DownReason);
    }

    [Fact]
    public void A_session_before_the_greeting_is_refused()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(5));
        pair.Gateway.Ledger.Flush(0);
        var frame = pair.Gateway.Frames.Dequeue();
        frame[FrameHeader.KindAt + 1] = 1;
        frame[FrameHeader.KindAt + 2] = 0;
        var late = new LinkEnd(LinkRole.Service, LinkPair.ServiceNode, new LinkLimits(), LinkPair.Number);
        late.Ledger.Start(0);

        late.Ledger.Receive(frame, 0);

        Assert.Equal("a session before the greeting", late.Ledger.Detail);
    }
}
