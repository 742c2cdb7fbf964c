using System.Buffers.Binary;
using System.Net.Sockets;

namespace SocketGateway.Actors.Sockets;

/// <summary>What the kernel knows of a connection whose bytes somebody else moves.</summary>
/// <param name="Received">Bytes from the peer, read or not.</param>
/// <param name="Sent">Bytes for the peer that the kernel took.</param>
/// <param name="Unread">Bytes from the peer that nobody has read.</param>
/// <param name="Unacknowledged">Bytes for the peer that it does not have yet.</param>
/// <param name="IsOver">Nothing comes or goes any more: a reset, or both sides' ends.</param>
internal readonly record struct TcpCounts(long Received, long Sent, long Unread, long Unacknowledged, bool IsOver)
{
    private const int TcpInfo = 11; // linux/tcp.h TCP_INFO

    // struct tcp_info: the state is its first byte; 64-bit numbers begin behind 8 bytes of flags and 24 32-bit numbers: pacing_rate, max_pacing_rate, bytes_acked, bytes_received.
    private const int BytesAcknowledgedAt = 8 + (24 * 4) + (2 * 8);
    private const int BytesReceivedAt = BytesAcknowledgedAt + 8;

    // include/net/tcp_states.h
    private const byte FinWait1 = 4, FinWait2 = 5, TimeWait = 6, Close = 7, CloseWait = 8, LastAck = 9, Closing = 11;

    /// <summary>Reads them; null when the socket is closed, or where they cannot be known.</summary>
    /// <param name="socket">The connection's.</param>
    /// <param name="isShutDown">It was shut down by this side, so that a connection which is over may have ended well.</param>
    public static TcpCounts? Of(Socket? socket, bool isShutDown = false)
    {
        if (socket is null || !OperatingSystem.IsLinux()) return null;
        Span<byte> info = stackalloc byte[BytesReceivedAt + 8];
        int unread;
        try
        {
            if (socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info) < info.Length) return null;
            unread = socket.Available;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return null;
        }

        // Both numbers count an end like a byte.
        var (state, unacknowledged) = (info[0], KernelQueue.Unsent(socket));
        var endReceived = state is CloseWait or LastAck or Closing or TimeWait || (state == Close && isShutDown && unacknowledged == 0);
        var endSent = state is FinWait1 or FinWait2 or LastAck or Closing or TimeWait || (state == Close && isShutDown);
        var received = BinaryPrimitives.ReadInt64LittleEndian(info[BytesReceivedAt..]) - (endReceived ? 1 : 0);
        var sent = BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcknowledgedAt..]) + unacknowledged - (endSent ? 1 : 0);
        return new TcpCounts(received, sent, unread, unacknowledged, state == Close);
    }
}
