using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class PendingEventsTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 1);
    private readonly PendingEvents _events = new();

    [Fact]
    public void Events_wait_in_order_until_each_is_taken_once()
    {
        var first = _events.Add(new SessionEvent.Pushed(PushMessage.FromText("a")));
        var second = _events.Add(new SessionEvent.TimerDue("t", 1));

        Assert.Equal([first, second], _events.All.Select(e => e.Id));
        Assert.True(_events.TryTake(second, out var taken));
        Assert.Equal(new SessionEvent.TimerDue("t", 1), taken);
        Assert.False(_events.TryTake(second, out _));
        Assert.Equal([first], _events.All.Select(e => e.Id));
    }

    [Fact]
    public void Pushes_are_counted_until_they_are_taken()
    {
        var id = _events.Add(new SessionEvent.Pushed(PushMessage.FromText("a")));
        _events.Add(new SessionEvent.TimerDue("t", 1));

        Assert.Equal(1, _events.Pushes);
        _events.TryTake(id, out _);
        Assert.Equal(0, _events.Pushes);
    }

    [Fact]
    public void A_fired_timer_is_known_until_it_is_forgotten()
    {
        _events.Add(new SessionEvent.TimerDue("a", 1));
        _events.Add(new SessionEvent.TimerDue("b", 2));
        _events.ForgetTimer("a");

        Assert.Equal([new TimerSnapshot("b", 2, TimeSpan.Zero)], _events.FiredTimers());
    }

    [Fact]
    public void A_forgotten_channel_takes_its_events_along()
    {
        _events.Add(new SessionEvent.ChannelOpened(1, Anywhere, Anywhere));
        _events.Add(new SessionEvent.ChannelClosed(1, true, 0, ""));
        var other = _events.Add(new SessionEvent.ChannelOpened(2, Anywhere, Anywhere));
        _events.ForgetChannel(1);

        Assert.Equal([other], _events.All.Select(e => e.Id));
    }
}
