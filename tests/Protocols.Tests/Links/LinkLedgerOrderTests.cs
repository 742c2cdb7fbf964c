using CsCheck;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerOrderTests
{
    private static readonly ConnectionId One = new(1);

    [Fact]
    public void Each_sessions_messages_keep_their_order_and_none_is_missing() => Gen.Select(
        Gen.Select(Gen.Int[0, 5], Gen.OneOf(Gen.Int[0, 50], Gen.Int[0, 900], Gen.Int[0, 5_000])).Array[0, 60],
        Gen.Int[128, 1_500],
        Gen.Int[1, 600]).Sample((messages, frame, quantum) =>
    {
        var pair = LinkPair.Up(new LinkLimits { MaxFrame = frame, Window = 3 * frame, Quantum = quantum });
        var offsets = new long[6];
        foreach (var (session, bytes) in messages)
        {
            pair.Gateway.Ledger.Enqueue(new ConnectionId((ulong)session), LinkPair.Input(bytes, offset: offsets[session]));
            offsets[session] += bytes;
        }

        pair.Settle();

        Assert.Equal(messages.Length, pair.Service.Messages.Count);
        var arrived = new long[6];
        foreach (var (connection, message) in pair.Service.Messages)
        {
            var input = Assert.IsType<SessionProtocol.Input>(message);
            Assert.Equal(arrived[connection.Value], input.Offset);
            arrived[connection.Value] += input.Bytes.Length;
        }

        Assert.Equal(offsets, arrived);
        Assert.Equal(0, pair.Gateway.Ledger.Statistics.Waiting);
        Assert.Equal(messages.Length, pair.Gateway.Ledger.Statistics.MessagesSent);
    });

    [Fact]
    public void An_opening_makes_what_waits_of_older_epochs_void()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5, epoch: 1));
        pair.Gateway.Ledger.Enqueue(One, new SessionProtocol.Stop(1));
        pair.Gateway.Ledger.Enqueue(One, new SessionProtocol.Ended(1, "replaced"));
        pair.Gateway.Ledger.Enqueue(One, Open(2));
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(7, epoch: 2));

        pair.Settle();

        Assert.Equal(["Ended 1", "Open 2", "Input 2"], pair.Service.Messages.Select(Name));
    }

    [Fact]
    public void That_a_session_is_ready_makes_what_waits_of_its_forerunner_void()
    {
        var pair = LinkPair.Up();
        pair.Service.Ledger.Enqueue(One, LinkPair.Commit(5, epoch: 1));
        pair.Service.Ledger.Enqueue(One, new SessionProtocol.Opened(2, 0, true));
        pair.Service.Ledger.Enqueue(One, LinkPair.Commit(5, epoch: 2));

        pair.Settle();

        Assert.Equal(["Opened 2", "Commit 2"], pair.Gateway.Messages.Select(Name));
    }

    [Fact]
    public void The_end_that_a_service_node_speaks_of_does_not_overtake_a_last_commit()
    {
        var pair = LinkPair.Up();
        pair.Service.Ledger.Enqueue(One, LinkPair.Commit(5, epoch: 1));
        pair.Service.Ledger.Enqueue(One, new SessionProtocol.Ended(1, "unknown"));

        pair.Settle();

        Assert.Equal(["Commit 1", "Ended 1"], pair.Gateway.Messages.Select(Name));
    }

    [Fact]
    public void Credit_overtakes_input_and_commits_stay_before_the_words_that_follow_them()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5));
        pair.Gateway.Ledger.Enqueue(One, new SessionProtocol.OutputCredit(1, 0, 100));
        foreach (var message in new SessionProtocol[] { LinkPair.Commit(5), new SessionProtocol.OpenChannel(1, 1), new SessionProtocol.Leaving(1), new SessionProtocol.Stopped(1) })
        {
            pair.Service.Ledger.Enqueue(One, message);
        }

        pair.Settle();

        Assert.Equal(["OutputCredit 1", "Input 1"], pair.Service.Messages.Select(Name));
        Assert.Equal(["Commit 1", "OpenChannel 1", "Leaving 1", "Stopped 1"], pair.Gateway.Messages.Select(Name));
    }

    [Fact]
    public void What_waits_for_a_forgotten_session_is_not_sent_but_the_word_of_its_end_is()
    {
        var pair = LinkPair.Up();
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5));
        pair.Gateway.Ledger.Enqueue(One, new SessionProtocol.Ended(1, "kicked"));
        pair.Gateway.Ledger.Enqueue(One, LinkPair.Input(5));
        pair.Gateway.Ledger.Forget(One);
        pair.Gateway.Ledger.Forget(new ConnectionId(7));

        pair.Settle();

        Assert.Equal(["Ended 1"], pair.Service.Messages.Select(Name));
        Assert.Equal(0, pair.Gateway.Ledger.Statistics.Waiting);
    }

    private static string Name((ConnectionId Connection, SessionProtocol Message) sent) => $"{sent.Message.GetType().Name} {sent.Message.Epoch}";

    private static SessionProtocol.Open Open(int epoch)
    {
        var least = (SessionProtocol.Open)Samples.Messages["Open, the least"];
        return new SessionProtocol.Open(epoch)
        {
            Connection = least.Connection,
            Service = least.Service,
            Start = least.Start,
            LastCommit = 0,
            State = null,
            Channels = [],
            Timers = [],
            Writable = 0,
            Alias = null,
            InputWindow = 1,
            MaxCommit = 1,
            MaxState = 1,
        };
    }
}
