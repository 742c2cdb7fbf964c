using SocketGateway.Gateway.Forwarding;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Tests.Forwarding;

public sealed class DestinationStatesTests : IDisposable
{
    private readonly LoggedLines _log = new();
    private readonly DestinationStates _states;

    public DestinationStatesTests() => _states = new DestinationStates("web", _log.CreateLogger("F"));

    public void Dispose() => _log.Dispose();

    [Fact]
    public void A_destination_that_is_up_or_full_is_no_news()
    {
        Look(DestinationState.Up);
        Look(DestinationState.Full);
        Look(DestinationState.Up);
        Assert.Empty(_log.All);
    }

    [Fact]
    public void Each_change_is_said_once()
    {
        foreach (var state in new[] { DestinationState.Unresolved, DestinationState.Down, DestinationState.Down, DestinationState.Up, DestinationState.Draining, DestinationState.Full }) Look(state);
        Assert.Equal(
            [.. new[] { "unresolved", "down", "up", "draining", "up" }.Select(word => $"F: web: destination a is {word}")],
            _log.All);
    }

    [Fact]
    public void An_ejection_is_said_with_its_time_and_its_end()
    {
        Look(DestinationState.Ejected, ejections: 1, until: 11_000);
        Look(DestinationState.Ejected, ejections: 1, until: 11_000);
        Look(DestinationState.Up, ejections: 1);
        Assert.Equal(["F: web: destination a is ejected for 00:00:10: connections to it failed", "F: web: destination a is up"], _log.All);
    }

    [Fact]
    public void An_ejection_that_nobody_saw_is_said_too()
    {
        Look(DestinationState.Up, ejections: 1);
        Look(DestinationState.Up, ejections: 1);
        Assert.Equal(["F: web: destination a is ejected for 00:00:00: connections to it failed", "F: web: destination a is up"], _log.All);
    }

    private void Look(DestinationState state, long ejections = 0, long until = 0) =>
        _states.Look(new PoolReport([new DestinationReport("a", "127.0.0.1:1", state) { Ejections = ejections, EjectedUntil = until }], 0), now: 1_000);
}
