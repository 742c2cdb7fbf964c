using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Load;

/// <summary>Non-blocking TCP sockets to 127.0.0.1 as plain descriptors; results below zero are negated errno values.</summary>
internal static unsafe class ClientSocket
{
    /// <summary>A socket, connected or connecting. It closes by reset, so that thousands a second leave no TIME_WAIT.</summary>
    public static int Open(int port)
    {
        var fd = Libc.Socket(Libc.Inet, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (fd < 0)
            return -Marshal.GetLastPInvokeError();
        var one = 1;
        _ = Libc.SetSockOpt(fd, Libc.IpProtoTcp, Libc.TcpNoDelay, &one, sizeof(int));
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetSockOpt(fd, Libc.SolSocket, Libc.SoLinger, linger, 2 * sizeof(int));

        var address = stackalloc byte[16];
        new Span<byte>(address, 16).Clear();
        *(ushort*)address = Libc.Inet;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[4] = 127;
        address[7] = 1;
        if (Libc.Connect(fd, address, 16) == 0)
            return fd;
        var errno = Marshal.GetLastPInvokeError();
        if (errno == Libc.EInProgress)
            return fd;
        _ = Libc.Close(fd);
        return -errno;
    }

    public static int Send(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var sent = Libc.Send(fd, start, bytes.Length, Libc.NoSignal);
            return sent >= 0 ? (int)sent : -Marshal.GetLastPInvokeError();
        }
    }

    public static int Receive(int fd, Span<byte> room)
    {
        fixed (byte* start = room)
        {
            var received = Libc.Receive(fd, start, room.Length, 0);
            return received >= 0 ? (int)received : -Marshal.GetLastPInvokeError();
        }
    }
}
