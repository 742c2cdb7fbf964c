using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerWindowTests
{
    private static readonly LinkLimits Small = new() { MaxFrame = 1_000, Window = 4_000 };

    [Fact]
    public void No_more_is_under_way_than_the_window_and_the_rest_waits()
    {
        var pair = LinkPair.Up(Small);
        for (var i = 0; i < 20; i++) pair.Gateway.Ledger.Enqueue(new ConnectionId((ulong)i), LinkPair.Input(900));

        pair.Gateway.Ledger.Flush(0);

        Assert.Equal(4, pair.Gateway.Frames.Count);
        Assert.InRange(pair.Gateway.Ledger.Statistics.Unacknowledged, 3_001, 4_000);
        Assert.Equal((16, 1), (pair.Gateway.Ledger.Statistics.Waiting, pair.Gateway.Ledger.Statistics.WindowStalls));
        Assert.False(pair.Gateway.Ledger.HasWork);
        pair.Settle();
        Assert.Equal(20, pair.Service.Messages.Count);
    }

    [Fact]
    public void Half_a_window_is_acknowledged_by_an_empty_frame_when_nothing_else_goes_back()
    {
        var pair = LinkPair.Up(Small);
        Send(pair, 1);
        Assert.False(pair.Service.Ledger.HasWork);
        Send(pair, 2);

        Assert.True(pair.Service.Ledger.HasWork);
        pair.Service.Ledger.Flush(0);

        Assert.True(Assert.Single(pair.Service.Frames).Length < 20);
        pair.Travel(pair.Service, pair.Gateway);
        Assert.Equal(0, pair.Gateway.Ledger.Statistics.Unacknowledged);
        Assert.False(pair.Gateway.Ledger.HasWork);
    }

    [Fact]
    public void A_frame_that_goes_back_is_acknowledgement_enough()
    {
        var pair = LinkPair.Up(Small);
        Send(pair, 3);
        pair.Service.Ledger.Enqueue(new ConnectionId(1), LinkPair.Commit(5));

        pair.Service.Ledger.Flush(0);

        Assert.Single(pair.Service.Frames);
        pair.Travel(pair.Service, pair.Gateway);
        Assert.Equal(0, pair.Gateway.Ledger.Statistics.Unacknowledged);
        Assert.Single(pair.Gateway.Messages);
    }

    [Fact]
    public void A_full_window_does_not_hold_up_acknowledgements_and_heartbeats()
    {
        var pair = LinkPair.Up(Small);
        for (var i = 0; i < 20; i++) pair.Service.Ledger.Enqueue(new ConnectionId((ulong)i), LinkPair.Commit(900));
        pair.Service.Ledger.Flush(0);
        var before = pair.Service.Frames.Count;
        for (ulong i = 0; i < 3; i++) Send(pair, i);

        pair.Service.Ledger.Flush(0);
        pair.Service.Ledger.Tick(500, 0);

        Assert.Equal(before + 2, pair.Service.Frames.Count);
    }

    [Fact]
    public void Windows_of_different_size_at_the_two_ends_do_not_stall()
    {
        var pair = LinkPair.Up(Small, new LinkLimits { MaxFrame = 1_000, Window = 4_000_000 });
        for (var i = 0; i < 100; i++) pair.Gateway.Ledger.Enqueue(new ConnectionId((ulong)i), LinkPair.Input(900));

        pair.Settle();

        Assert.Equal(100, pair.Service.Messages.Count);
    }

    [Fact]
    public void Five_thousand_sessions_of_64_KiB_never_make_more_than_a_window()
    {
        var pair = LinkPair.Up();
        var bytes = new byte[64 * 1024];
        for (var i = 0; i < 5_000; i++)
        {
            pair.Service.Ledger.Enqueue(new ConnectionId((ulong)i), new Commit(1, 1) { Primary = new ChannelDelta { Output = bytes } });
        }

        var (most, arrived) = (0L, 0);
        while (pair.Service.Ledger.HasWork)
        {
            pair.Service.Ledger.Flush(0);
            most = Math.Max(most, pair.Service.Ledger.Statistics.Unacknowledged);
            pair.Travel(pair.Service, pair.Gateway);
            if (pair.Gateway.Ledger.HasWork) pair.Gateway.Ledger.Flush(0);
            pair.Travel(pair.Gateway, pair.Service);
            arrived += pair.Gateway.Messages.Count;
            pair.Gateway.Messages.Clear();
        }

        Assert.InRange(most, new LinkLimits().Window / 2, new LinkLimits().Window);
        Assert.Equal(5_000, arrived);
    }

    private static void Send(LinkPair pair, ulong connection)
    {
        pair.Gateway.Ledger.Enqueue(new ConnectionId(connection), LinkPair.Input(950));
        pair.Gateway.Ledger.Flush(0);
        pair.Travel(pair.Gateway, pair.Service);
    }
}
