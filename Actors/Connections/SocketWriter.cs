using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>
/// Writes to a socket: what the kernel takes at once goes to it at once, without a message to the socket's actor and one back; only the rest goes through Akka.IO,
/// which waits for room. While a write is with Akka.IO everything follows it there, so that the order stands.
/// </summary>
internal sealed class SocketWriter
{
    private readonly IActorRef _owner;
    private Socket? _socket;
    private int _underWay;

    public SocketWriter(Socket? socket, IActorRef owner)
    {
        _owner = owner;
        try
        {
            if (socket is not null) socket.Blocking = false;
            _socket = socket;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Gone already; its actor finds out and says so.
        }
    }

    /// <summary>The kernel said that the peer reset the connection; it says so once, so Akka.IO may see but an end of input.</summary>
    public bool SawReset { get; private set; }

    /// <summary>Writes; the bytes taken at once. A rest is answered with one <see cref="WriteAck"/>.</summary>
    public int Write(ReadOnlyMemory<byte> bytes, IActorRef self)
    {
        var taken = _underWay == 0 && _socket is not null ? Send(bytes.Span) : 0;
        if (taken == bytes.Length) return taken;
        _underWay++;
        _owner.Tell(Tcp.Write.Create(ByteStrings.From(bytes[taken..]), WriteAck.Instance), self);
        return taken;
    }

    public void Acknowledged() => _underWay--;

    private int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var taken = _socket!.Send(bytes, SocketFlags.None, out var error);
            if (error is SocketError.Success) return taken;
            if (error is SocketError.WouldBlock) return 0;

            // The same write fails in Akka.IO next, and its failure ends the connection in the one way there is.
            SawReset = SocketErrors.Reason(error) == CloseReasons.ConnectionReset;
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }

        _socket = null;
        return 0;
    }
}
