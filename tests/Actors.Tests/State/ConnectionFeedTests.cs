using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.State;

public sealed class ConnectionFeedTests
{
    private const long Now = 1_000_000;

    private readonly ConnectionFeed _feed = new(Now);

    [Fact]
    public void Events_are_read_by_number_as_often_as_a_reader_likes()
    {
        for (var i = 0; i < 3; i++) Assert.True(_feed.Add(Now, i, "sent", $"{i}"));
        var first = _feed.Read(Now, after: 0);
        Assert.Equal(["0", "1", "2"], first.Events.Select(e => e.Detail));
        Assert.Equal(first.Events, _feed.Read(Now, after: 0).Events);
        Assert.Equal(["2"], _feed.Read(Now, first.Events[1].Number).Events.Select(e => e.Detail));
        Assert.Empty(_feed.Read(Now, first.Events[2].Number).Events);
        Assert.Equal((0, false), (first.Missed, first.Ended));
    }

    [Fact]
    public void A_slow_reader_misses_the_oldest_and_is_told_how_many()
    {
        _feed.Add(Now, 0, "sent", "");
        var seen = _feed.Read(Now, 0).Events[^1].Number;
        for (var i = 0; i < ConnectionFeed.Capacity + 7; i++) _feed.Add(Now, i, "sent", "");
        var (events, missed, _) = _feed.Read(Now, seen);
        Assert.Equal((ConnectionFeed.Capacity, 7), (events.Count, missed));
        Assert.Equal(0, _feed.Read(Now, events[^1].Number).Missed);
    }

    [Fact]
    public void One_that_nobody_reads_takes_no_more_and_a_later_one_begins_behind_it()
    {
        Assert.True(_feed.Add(Now + ConnectionFeed.Lease, 0, "sent", ""));
        _feed.Read(Now + 1, 0);
        Assert.True(_feed.Add(Now + ConnectionFeed.Lease + 1, 0, "sent", ""));
        Assert.False(_feed.Add(Now + ConnectionFeed.Lease + 2, 0, "sent", ""));
        Assert.True(_feed.IsOver(Now + ConnectionFeed.Lease + 2));

        var seen = _feed.Read(Now, 0).Events[^1].Number;
        var next = new ConnectionFeed(Now + ConnectionFeed.Lease + 2);
        next.Add(Now + ConnectionFeed.Lease + 2, 0, "watched", "");
        var (events, missed, _) = next.Read(Now, seen);
        Assert.Equal(("watched", 0), (Assert.Single(events).Name, missed));
    }

    [Fact]
    public void The_end_is_told_with_the_last_events()
    {
        _feed.Add(Now, 0, "ended", "kicked");
        _feed.End();
        var (events, _, ended) = _feed.Read(Now, 0);
        Assert.Equal(("ended", true), (events[^1].Name, ended));
    }
}
