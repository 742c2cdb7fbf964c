using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Messages;

/// <summary>What a listener hands to the connection that it has admitted.</summary>
/// <param name="Id">The new connection's name.</param>
/// <param name="Sockets">Its two sockets.</param>
/// <param name="Owner">The Akka.IO actor that owns the accepted socket.</param>
/// <param name="Socket">The socket itself, to be asked, never to be read, written or closed; null where it is not known.</param>
/// <param name="Listener">The listener's settings.</param>
internal sealed record AcceptedConnection(ConnectionId Id, SocketPair Sockets, IActorRef Owner, Socket? Socket, ListenerSettings Listener)
{
    /// <summary>What its first bytes told; null where nobody looked.</summary>
    public Prelude? Prelude { get; init; }

    /// <summary>What is fixed about it.</summary>
    public ConnectionInfo InfoWith(ActivityContext trace) => new(Id, Sockets, Listener.Name, trace)
    {
        CanStartTls = Listener.Tls is { Implicit: false },
        Proxy = Proxy,
        ServerName = Prelude?.Hello?.ServerName ?? Prelude?.Header?.Authority,
    };

    /// <summary>The proxy that brought the client; null when it came by itself.</summary>
    public IPEndPoint? Proxy { get; init; }
}
