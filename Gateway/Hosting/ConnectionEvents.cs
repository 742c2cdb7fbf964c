using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Reads the feeds of this process.</summary>
internal sealed class ConnectionEvents(GatewayContext gateway) : IConnectionEvents
{
    public (IReadOnlyList<ConnectionEvent> Events, long Missed, bool Ended)? Read(ConnectionId id, long after)
    {
        var now = MonotonicClock.Now;
        return gateway.Feeds.Open(id, now)?.Read(now, after);
    }
}
