using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.IO;

namespace SocketGateway.Actors.Listeners;

/// <summary>Akka.IO shows an accepted <see cref="Socket"/> only to its options: this one keeps it until the listener has admitted or refused the connection.</summary>
internal sealed class AcceptedSockets : Inet.SocketOption
{
    private readonly ConcurrentDictionary<EndPoint, Socket> _sockets = new();

    public override void AfterConnect(Socket socket)
    {
        if (socket.RemoteEndPoint is { } peer) _sockets[peer] = socket;
    }

    public Socket? Take(EndPoint peer) => _sockets.TryRemove(peer, out var socket) ? socket : null;
}
