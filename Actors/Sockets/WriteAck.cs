using Akka.IO;

namespace SocketGateway.Actors.Sockets;

/// <summary>Akka.IO's word that a write is with the kernel. Writes are answered in order, so one instance serves all.</summary>
internal sealed class WriteAck : Tcp.Event
{
    public static readonly WriteAck Instance = new();

    private WriteAck()
    {
    }
}
