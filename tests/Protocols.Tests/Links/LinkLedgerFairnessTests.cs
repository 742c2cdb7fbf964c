using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>Asserted in frames, not in time.</summary>
public sealed class LinkLedgerFairnessTests
{
    private const ulong Bulk = 1_000_000;

    /// <summary>Frames of a full window.</summary>
    private const int Window = 16;

    [Theory]
    [InlineData(1_000)]
    [InlineData(16 * 1024)]
    [InlineData(256 * 1024)]
    public void One_bulk_session_does_not_starve_a_thousand_quiet_ones(int bulkMessage)
    {
        var pair = LinkPair.Up();
        for (var i = 0; i < 16 * 1024 * 1024 / bulkMessage; i++) pair.Service.Ledger.Enqueue(new ConnectionId(Bulk), LinkPair.Commit(bulkMessage));
        pair.Service.Ledger.Flush(0);
        for (var i = 0; i < 1_000; i++) pair.Service.Ledger.Enqueue(new ConnectionId((ulong)i), LinkPair.Commit(100));
        for (var underway = pair.Service.Frames.Count; underway > 0; underway--) pair.Exchange();

        // What the window took before they came has arrived. 1,000 answers of 130 bytes are two frames; the bulk session may have begun a message, and has one in each round.
        var sent = pair.Service.Ledger.Statistics.FramesSent;
        while (Quiet(pair) < 1_000) pair.Exchange();
        Assert.InRange(pair.Service.Ledger.Statistics.FramesSent - sent, 0, 4 + Window);
    }

    [Fact]
    public void Sessions_that_send_without_end_get_the_same_whatever_the_size_of_their_messages()
    {
        var pair = LinkPair.Up();
        int[] sizes = [300, 5_000, 40_000, 150_000];
        for (var round = 0; round < 4_000; round++)
        {
            for (var i = 0; i < sizes.Length; i++)
            {
                if (round * (long)sizes[i] < 8_000_000) pair.Service.Ledger.Enqueue(new ConnectionId((ulong)i), LinkPair.Commit(sizes[i]));
            }
        }

        // So far that the one with small messages has some left.
        for (var frames = 0; frames < 60; frames++) pair.Exchange();

        var arrived = sizes.Select((size, i) => pair.Gateway.Messages.Count(m => m.Connection.Value == (ulong)i) * (long)size).ToArray();
        Assert.All(arrived, bytes => Assert.InRange(bytes, arrived.Max() - 320_000, arrived.Max()));
    }

    [Fact]
    public void Control_goes_before_everything_that_waits()
    {
        var pair = LinkPair.Up();
        for (var i = 0; i < 500; i++) pair.Gateway.Ledger.Enqueue(new ConnectionId(Bulk), LinkPair.Input(16 * 1024));
        pair.Gateway.Ledger.Enqueue(new ConnectionId(2), new SessionProtocol.OutputCredit(1, 0, 5));
        pair.Gateway.Ledger.Enqueue(new LinkControl.Reserve(1, "Echo", "", 0));

        pair.Gateway.Ledger.Flush(0);
        pair.Service.Ledger.Receive(pair.Gateway.Frames.Dequeue(), 0);

        Assert.IsType<SessionProtocol.OutputCredit>(pair.Service.Messages[0].Message);
        Assert.IsType<LinkControl.Reserve>(Assert.Single(pair.Service.Controls));
    }

    [Fact]
    public void What_waits_shares_frames()
    {
        var pair = LinkPair.Up();
        for (var i = 0; i < 400; i++) pair.Gateway.Ledger.Enqueue(new ConnectionId((ulong)i), LinkPair.Input(64));

        pair.Gateway.Ledger.Flush(0);

        Assert.Single(pair.Gateway.Frames);
    }

    private static int Quiet(LinkPair pair) => pair.Gateway.Messages.Count(m => m.Connection.Value < Bulk);
}
