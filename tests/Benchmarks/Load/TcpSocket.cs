using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Load;

/// <summary>Non-blocking TCP sockets on 127.0.0.1 as plain descriptors; results below zero are negated errno values.</summary>
internal static unsafe class TcpSocket
{
    private const int Backlog = 4096;
    private const int AddressLength = 16; // sizeof(struct sockaddr_in)

    /// <summary>A socket, connected or connecting. If asked, it closes by reset, so that thousands a second leave no TIME_WAIT.</summary>
    public static int Open(int port, bool closesByReset)
    {
        var fd = Create();
        if (fd < 0)
            return fd;
        Set(fd, Libc.IpProtoTcp, Libc.TcpNoDelay);
        if (closesByReset)
        {
            var linger = stackalloc int[2] { 1, 0 };
            _ = Libc.SetSockOpt(fd, Libc.SolSocket, Libc.SoLinger, linger, 2 * sizeof(int));
        }
        var address = stackalloc byte[AddressLength];
        WriteAddress(address, port);
        return Libc.Connect(fd, address, AddressLength) == 0 ? fd : OrClosed(fd, except: Libc.EInProgress);
    }

    /// <summary>A socket that listens.</summary>
    public static int Listen(int port)
    {
        var fd = Create();
        if (fd < 0)
            return fd;
        Set(fd, Libc.SolSocket, Libc.SoReuseAddress);
        var address = stackalloc byte[AddressLength];
        WriteAddress(address, port);
        return Libc.Bind(fd, address, AddressLength) == 0 && Libc.Listen(fd, Backlog) == 0 ? fd : OrClosed(fd, except: 0);
    }

    /// <summary>The next connection of a socket that listens.</summary>
    public static int Accept(int listener)
    {
        var fd = Libc.Accept(listener, null, null, Libc.NonBlocking | Libc.CloseOnExec);
        if (fd < 0)
            return -Marshal.GetLastPInvokeError();
        Set(fd, Libc.IpProtoTcp, Libc.TcpNoDelay);
        return fd;
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

    private static int Create()
    {
        var fd = Libc.Socket(Libc.Inet, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        return fd >= 0 ? fd : -Marshal.GetLastPInvokeError();
    }

    private static void Set(int fd, int level, int name)
    {
        var one = 1;
        _ = Libc.SetSockOpt(fd, level, name, &one, sizeof(int));
    }

    private static void WriteAddress(byte* address, int port)
    {
        new Span<byte>(address, AddressLength).Clear();
        *(ushort*)address = Libc.Inet;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[4] = 127;
        address[7] = 1;
    }

    /// <summary>The socket when the last error is the one that is none here, else that error.</summary>
    private static int OrClosed(int fd, int except)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (errno == except)
            return fd;
        _ = Libc.Close(fd);
        return -errno;
    }
}
