using System.Buffers.Binary;
using System.Net.Sockets;

namespace SocketGateway.Actors.Sockets;

/// <summary>How long nothing moved on a socket whose bytes somebody else moves: the kernel knows.</summary>
internal static class SocketIdleness
{
    private const int TcpInfo = 11; // linux/tcp.h TCP_INFO

    // struct tcp_info: 8 bytes of flags, then 32-bit numbers: rto, ato, snd_mss, rcv_mss, unacked, sacked, lost, retrans, fackets, last_data_sent, last_ack_sent, last_data_recv.
    private const int LastSentAt = 8 + (9 * 4);
    private const int LastReceivedAt = 8 + (11 * 4);

    /// <summary>Since the last byte either way; zero where it cannot be known.</summary>
    public static TimeSpan Of(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux()) return TimeSpan.Zero;
        Span<byte> info = stackalloc byte[LastReceivedAt + 4];
        try
        {
            if (socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info) < info.Length) return TimeSpan.Zero;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return TimeSpan.Zero;
        }

        var sent = BinaryPrimitives.ReadUInt32LittleEndian(info[LastSentAt..]);
        var received = BinaryPrimitives.ReadUInt32LittleEndian(info[LastReceivedAt..]);
        return TimeSpan.FromMilliseconds(Math.Min(sent, received));
    }
}
