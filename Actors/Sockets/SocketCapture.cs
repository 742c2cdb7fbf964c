using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.IO;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// Keeps the sockets of one listener or connector, which Akka.IO shows only to its options, until somebody asks for them by both their ends: one client may
/// come from the same port to two addresses of this machine.
/// </summary>
internal sealed class SocketCapture : Inet.SocketOption
{
    private readonly ConcurrentDictionary<(EndPoint Peer, EndPoint Local), Socket> _sockets = new();

    public override void AfterConnect(Socket socket)
    {
        try
        {
            if (socket.RemoteEndPoint is { } peer && socket.LocalEndPoint is { } local) _sockets[(peer, local)] = socket;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Gone already; Akka.IO finds out.
        }
    }

    public Socket? Take(Tcp.Connected connected) => _sockets.TryRemove((connected.RemoteAddress, connected.LocalAddress), out var socket) ? socket : null;
}
