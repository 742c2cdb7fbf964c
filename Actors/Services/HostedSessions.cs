using System.Collections.Concurrent;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Services;

/// <summary>The sessions of one service on this node. Thread-safe: each takes itself out when its actor has ended, however it did, so that the count is right.</summary>
internal sealed class HostedSessions(ServiceLoad load)
{
    private readonly ConcurrentDictionary<ConnectionId, HostedSession> _sessions = new();
    private readonly KeyValuePair<string, object?> _service = new(Tags.Service, load.Name);

    public IEnumerable<HostedSession> All => _sessions.Select(static session => session.Value);

    /// <summary>The one for this connection that is here already, whatever its epoch.</summary>
    public HostedSession? Find(ConnectionId connection) => _sessions.GetValueOrDefault(connection);

    /// <summary>A session is about to be made; it takes the place of an older one of its connection.</summary>
    public void Add(HostedSession session)
    {
        load.Opened();
        GatewayTelemetry.HostedSessions.Add(1, _service);
        _sessions[session.Id] = session;
    }

    /// <summary>A session has ended; a later one of its connection stays. Once for each that was added.</summary>
    public void Remove(HostedSession session)
    {
        load.Ended();
        GatewayTelemetry.HostedSessions.Add(-1, _service);
        _sessions.TryRemove(KeyValuePair.Create(session.Id, session));
    }
}
