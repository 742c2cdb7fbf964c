using System.Diagnostics;
using SocketGateway.Actors.Relay;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Tests.Forwarding;

public sealed class DestinationClosingsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ForwardedConnections _connections = new();
    private readonly List<string> _finished = [];
    private readonly List<long> _when = [];

    [Fact]
    public async Task Without_a_time_all_at_that_destination_are_closed_at_once_and_no_others()
    {
        Add("one", "a");
        Add("two", "A");
        Add("other", "b");
        await new DestinationClosings(_connections).Begin("a", TimeSpan.Zero, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(["one destination_drained", "two destination_drained"], _finished.Order());
    }

    [Fact]
    public async Task Closing_is_spread_over_the_time_and_begins_with_those_on_which_nothing_is_under_way()
    {
        Add("busy", "a", isIdle: false);
        Add("idle", "a");
        Add("also idle", "a");
        var began = Stopwatch.GetTimestamp();
        await new DestinationClosings(_connections).Begin("a", TimeSpan.FromSeconds(1), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(3, _finished.Count);
        Assert.All(_when, when => Assert.True(Stopwatch.GetElapsedTime(began, when) >= TimeSpan.FromMilliseconds(300), "closed too early"));
        Assert.Equal($"busy {CloseReasons.DestinationDrained}, reset", _finished[^1]);
    }

    [Fact]
    public async Task Those_that_are_left_when_it_is_cancelled_stay()
    {
        Add("one", "a");
        var closings = new DestinationClosings(_connections);
        var closing = closings.Begin("a", TimeSpan.FromHours(1), CancellationToken.None);
        closings.Cancel("A");
        await closing.WaitAsync(Patience);
        Assert.Empty(_finished);
    }

    private void Add(string name, string destination, bool isIdle = true) => _connections.Add(new Connection(name, isIdle, Finished), destination);

    private void Finished(string how)
    {
        _when.Add(Stopwatch.GetTimestamp());
        _finished.Add(how);
    }

    private sealed class Connection(string name, bool isIdle, Action<string> finished) : IForwarded
    {
        public bool IsIdle => isIdle;

        public void Finish(string reason) => finished($"{name} {reason}");

        public void Abort(string reason) => finished($"{name} {reason}, reset");
    }
}
