using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Hosting;

/// <summary>What happens to single connections, for operators who watch.</summary>
internal interface IConnectionEvents
{
    /// <summary>The events of a connection after a number, the oldest first; those before them that are gone already; and whether these are the last ever. Null: there is
    /// nothing to watch, or too much is watched. The first call begins to watch; without a call for a minute it ends.</summary>
    (IReadOnlyList<ConnectionEvent> Events, long Missed, bool Ended)? Read(ConnectionId id, long after);
}
