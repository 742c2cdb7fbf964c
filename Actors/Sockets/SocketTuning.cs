using System.Net.Sockets;
using Akka.IO;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// Options of every accepted socket. TCP_NOTSENT_LOWAT keeps the kernel from taking megabytes for a client that does not read: neither would the bound on memory hold,
/// nor would a slow client be seen. Keepalive finds clients that vanished.
/// </summary>
internal sealed class SocketTuning : Inet.SocketOption
{
    public static readonly SocketTuning Instance = new();

    private const int NotSentLowWater = 25; // linux/tcp.h TCP_NOTSENT_LOWAT
    private const int NotSentBytes = 128 * 1024;

    private SocketTuning()
    {
    }

    /// <summary>Accepted sockets inherit it: the byte that a client sends as urgent data, as Telnet's and FTP's Synch do, stays in its place in the stream.</summary>
    public override void BeforeServerSocketBind(Socket socket) => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);

    public override void AfterConnect(Socket socket)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, NotSentLowWater, BitConverter.GetBytes(NotSentBytes));
        }
        catch (SocketException)
        {
            // The client is gone already; Akka.IO finds out.
        }
    }
}
