using System.Diagnostics;

namespace SocketGateway.Protocols.Contract;

/// <summary>What is fixed about a connection from its accept to its end.</summary>
/// <param name="Id">The connection's name.</param>
/// <param name="Sockets">Its two sockets.</param>
/// <param name="Listener">The configured name of the listener that accepted it.</param>
/// <param name="Trace">The trace of which everything done for this connection is part.</param>
public sealed record ConnectionInfo(ConnectionId Id, SocketPair Sockets, string Listener, ActivityContext Trace);
