using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerPiecesTests
{
    private static readonly LinkLimits Small = new() { MaxFrame = 1_000, Window = 4_000, MaxMessage = 10_000 };

    [Fact]
    public void A_message_larger_than_a_frame_arrives_whole()
    {
        var pair = LinkPair.Up(Small);
        var bytes = Enumerable.Range(0, 9_000).Select(i => (byte)(i * 7)).ToArray();
        pair.Service.Ledger.Enqueue(new ConnectionId(1), new Commit(1, 1) { Primary = new ChannelDelta { Output = bytes } });
        pair.Gateway.Ledger.Enqueue(new LinkControl.Answer(1, bytes));

        pair.Settle();

        Assert.Equal(bytes, ((Commit)Assert.Single(pair.Gateway.Messages).Message).Primary.Output.ToArray());
        Assert.Equal(bytes, ((LinkControl.Answer)Assert.Single(pair.Service.Controls)).Reply.ToArray());
    }

    [Fact]
    public void Others_go_between_its_pieces_and_urgent_ones_before_them()
    {
        var pair = LinkPair.Up(Small);
        var (large, quiet) = (new ConnectionId(1), new ConnectionId(2));
        pair.Gateway.Ledger.Enqueue(large, LinkPair.Input(9_000));
        pair.Gateway.Ledger.Flush(0);
        pair.Gateway.Ledger.Enqueue(quiet, LinkPair.Input(5));
        pair.Gateway.Ledger.Enqueue(large, new SessionProtocol.OutputCredit(1, 0, 5));
        pair.Gateway.Ledger.Enqueue(new LinkControl.Answer(1, new byte[3_000]));

        pair.Settle();

        Assert.Equal([(large, "OutputCredit"), (quiet, "Input"), (large, "Input")], pair.Service.Messages.Select(m => (m.Connection, m.Message.GetType().Name)));
        Assert.Single(pair.Service.Controls);
    }

    [Fact]
    public void A_second_large_message_waits_for_the_first_to_be_complete()
    {
        var pair = LinkPair.Up(Small);
        for (var i = 0; i < 10; i++)
        {
            for (ulong session = 0; session < 3; session++) pair.Gateway.Ledger.Enqueue(new ConnectionId(session), LinkPair.Input(5_000 + i));
        }

        pair.Settle();

        Assert.Equal(Enumerable.Range(0, 30).Select(i => (ulong)i % 3), pair.Service.Messages.Select(m => m.Connection.Value));
    }

    [Fact]
    public void A_message_that_is_too_large_fails_its_session_and_the_link_goes_on()
    {
        var pair = LinkPair.Up(Small);
        pair.Service.Ledger.Enqueue(new ConnectionId(1), LinkPair.Commit(10_000, epoch: 3));
        pair.Service.Ledger.Enqueue(new ConnectionId(2), LinkPair.Commit(5));

        pair.Settle();

        Assert.Equal((new ConnectionId(1), 3), (Assert.Single(pair.Service.TooLargeOnes).Connection, pair.Service.TooLargeOnes[0].Epoch));
        Assert.InRange(pair.Service.TooLargeOnes[0].Bytes, 10_001, 10_030);
        Assert.Equal(new ConnectionId(2), Assert.Single(pair.Gateway.Messages).Connection);
        Assert.Equal((1, 0), (pair.Service.Ledger.Statistics.MessagesSent, pair.Service.Ledger.Statistics.Waiting));
        Assert.False(pair.Service.Ledger.Enqueue(new LinkControl.Answer(1, new byte[10_000])));
    }

    [Fact]
    public void A_message_that_is_too_large_for_its_limit_but_fits_a_frame_is_too_large_as_well()
    {
        var pair = LinkPair.Up(new LinkLimits { MaxFrame = 1_000, Window = 4_000, MaxMessage = 100 });
        pair.Service.Ledger.Enqueue(new ConnectionId(1), LinkPair.Commit(200));

        pair.Settle();

        Assert.Single(pair.Service.TooLargeOnes);
        Assert.Empty(pair.Gateway.Messages);
    }

    [Fact]
    public void What_was_begun_is_sent_to_its_end_when_its_session_is_forgotten()
    {
        var pair = LinkPair.Up(Small);
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(9_000));
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(5));
        pair.Gateway.Ledger.Flush(0);
        pair.Gateway.Ledger.Forget(new ConnectionId(1));
        pair.Gateway.Ledger.Enqueue(new ConnectionId(2), LinkPair.Input(9_000));

        pair.Settle();

        Assert.Equal([1UL, 2UL], pair.Service.Messages.Select(m => m.Connection.Value));
        Assert.All(pair.Service.Messages, m => Assert.Equal(9_000, ((SessionProtocol.Input)m.Message).Bytes.Length));
    }

    [Fact]
    public void Sessions_that_are_forgotten_while_they_wait_for_anothers_pieces_hold_nobody_up()
    {
        var pair = LinkPair.Up(Small);
        for (ulong session = 0; session < 6; session++) pair.Gateway.Ledger.Enqueue(new ConnectionId(session), LinkPair.Input(9_000));
        pair.Gateway.Ledger.Flush(0);
        foreach (ulong session in (ulong[])[1, 2, 4]) pair.Gateway.Ledger.Forget(new ConnectionId(session));
        pair.Gateway.Ledger.Enqueue(new ConnectionId(2), LinkPair.Input(5));

        pair.Settle();

        Assert.Equal([0UL, 2UL, 3UL, 5UL], pair.Service.Messages.Select(m => m.Connection.Value).Order());
        Assert.Equal(0, pair.Gateway.Ledger.Statistics.Waiting);
    }

    [Fact]
    public void Pieces_that_do_not_belong_together_are_refused()
    {
        var pieces = new InboundPieces();
        Assert.Equal("a piece of no message", pieces.Add(Piece(EntryKind.Further, 1, 0), 100, out _));
        Assert.Equal("a message is too large", pieces.Add(Piece(EntryKind.First, 1, 101), 100, out _));
        Assert.Equal("an empty message", pieces.Add(Piece(EntryKind.First, 1, 0), 100, out _));
        Assert.Null(pieces.Add(Piece(EntryKind.First, 1, 50), 100, out _));
        Assert.Equal("a message begins before the last one is complete", pieces.Add(Piece(EntryKind.First, 1, 50), 100, out _));
        Assert.Equal("a piece of no message", pieces.Add(Piece(EntryKind.Further, 2, 0), 100, out _));
        Assert.Equal("a piece of no message", pieces.Add(Piece(EntryKind.Further | EntryKind.Node, 1, 0), 100, out _));
        Assert.Null(pieces.Add(Piece(EntryKind.Further, 1, 0, 29), 100, out _));
        Assert.Equal("pieces of more than the message", pieces.Add(Piece(EntryKind.Further, 1, 0, 12), 100, out _));
        Assert.Null(pieces.Add(Piece(EntryKind.Further, 1, 0, 11), 100, out var whole));
        Assert.Equal(50, whole.Length);
    }

    [Fact]
    public void What_is_announced_is_not_allocated_before_it_arrives()
    {
        var piece = Piece(EntryKind.First, 1, 2_000_000);
        new InboundPieces().Add(piece, 2_000_000, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++) new InboundPieces().Add(piece, 2_000_000, out _);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    private static FrameEntry Piece(EntryKind kind, ulong connection, int total, int length = 10) => new(kind, connection, total, new byte[length]);
}
