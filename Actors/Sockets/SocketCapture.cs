using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.IO;

namespace SocketGateway.Actors.Sockets;

/// <summary>Keeps the sockets of one listener or connector, which Akka.IO shows only to its options, until somebody asks for them by their peers.</summary>
internal sealed class SocketCapture : Inet.SocketOption
{
    private readonly ConcurrentDictionary<EndPoint, Socket> _sockets = new();

    public override void AfterConnect(Socket socket)
    {
        try
        {
            if (socket.RemoteEndPoint is { } peer) _sockets[peer] = socket;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Gone already; Akka.IO finds out.
        }
    }

    public Socket? Take(EndPoint peer) => _sockets.TryRemove(peer, out var socket) ? socket : null;
}
