using SocketGateway.Actors.Relay;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Tests.Forwarding;

public sealed class DestinationClosingsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ForwardedConnections _connections = new();
    private readonly List<string> _finished = [];

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
        var closing = new DestinationClosings(_connections).Begin("a", TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Empty(_finished);
        await closing.WaitAsync(Patience);
        Assert.Equal(3, _finished.Count);
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

    private void Add(string name, string destination, bool isIdle = true) => _connections.Add(new Connection(name, isIdle, _finished), destination);

    private sealed class Connection(string name, bool isIdle, List<string> finished) : IForwarded
    {
        public bool IsIdle => isIdle;

        public void Finish(string reason) => finished.Add($"{name} {reason}");

        public void Abort(string reason) => finished.Add($"{name} {reason}, reset");
    }
}
