using System.Runtime.InteropServices;

namespace SocketGateway.Actors.Relay;

/// <summary>All that the relay calls in the C library, with Linux' numbers (x64 and arm64). Results below zero are negated errno values.</summary>
internal static unsafe partial class Libc
{
    public const uint In = 0x1, Urgent = 0x2, Out = 0x4, Error = 0x8, HangUp = 0x10, ReadHangUp = 0x2000, EdgeTriggered = 1u << 31;
    public const int EpollAdd = 1, EpollDelete = 2;
    public const int Interrupted = 4, TryAgain = 11, BrokenPipe = 32, NetworkUnreachable = 101, ConnectionReset = 104, TimedOut = 110, Refused = 111, HostUnreachable = 113, InProgress = 115;
    public const int Peek = 0x2; // MSG_PEEK

    private const int CloseOnExec = 0x80000, NonBlocking = 0x800, Stream = 1, Inet = 2, Inet6 = 10;
    private const int DontWait = 0x40, NoSignal = 0x4000;
    private const int SolSocket = 1, SoError = 4, SoKeepAlive = 9, SoUrgentInline = 10, SoLinger = 13;
    private const int IpProtoTcp = 6, TcpNoDelay = 1, TcpNotSentLowWater = 25;
    private const int ShutdownWrite = 1;

    /// <summary>A destination's share of the kernel's buffers: what is above it waits in the sender, where it is counted.</summary>
    private const int NotSentBytes = 128 * 1024;

    public static int CreateEpoll() => Checked(EpollCreate(CloseOnExec));

    public static int CreateEvent() => Checked(EventFd(0, CloseOnExec | NonBlocking));

    /// <summary>A stream socket for a destination: non-blocking, closed in children, without Nagle's delay.</summary>
    public static int OpenSocket(bool isV6)
    {
        var fd = Result(Socket(isV6 ? Inet6 : Inet, Stream | NonBlocking | CloseOnExec, 0));
        if (fd < 0) return fd;
        SetOption(fd, IpProtoTcp, TcpNoDelay, 1);
        SetOption(fd, IpProtoTcp, TcpNotSentLowWater, NotSentBytes);
        SetOption(fd, SolSocket, SoKeepAlive, 1);

        // As on accepted sockets: an urgent byte, as Telnet's Synch has it, stays in its place in the stream.
        SetOption(fd, SolSocket, SoUrgentInline, 1);
        return fd;
    }

    public static int Connect(int fd, ReadOnlySpan<byte> address)
    {
        fixed (byte* start = address) return Result(ConnectTo(fd, start, (uint)address.Length));
    }

    /// <summary>The error that a socket keeps, which this takes from it; 0 when there is none.</summary>
    public static int TakeError(int fd)
    {
        var (error, length) = (0, (uint)sizeof(int));
        return GetSockOpt(fd, SolSocket, SoError, &error, &length) == 0 ? error : 0;
    }

    /// <summary>What is closed next is reset.</summary>
    public static void ResetOnClose(int fd)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = SetSockOpt(fd, SolSocket, SoLinger, linger, 2 * sizeof(int));
    }

    /// <summary>Never waits, whatever the flags of the socket: another descriptor shares them.</summary>
    public static int Receive(int fd, byte* room, int length, int flags = 0)
    {
        var count = (int)Receive(fd, room, (nuint)length, DontWait | flags);
        return count >= 0 ? count : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Never waits, and a peer that is gone raises no signal.</summary>
    public static int Send(int fd, byte* bytes, int length)
    {
        var count = (int)Send(fd, bytes, (nuint)length, DontWait | NoSignal);
        return count >= 0 ? count : -Marshal.GetLastPInvokeError();
    }

    public static void EndOutput(int fd) => _ = Shutdown(fd, ShutdownWrite);

    public static void Signal(int eventDescriptor)
    {
        ulong one = 1;
        _ = Write(eventDescriptor, &one, sizeof(ulong));
    }

    public static void TakeSignals(int eventDescriptor)
    {
        ulong count;
        _ = Read(eventDescriptor, &count, sizeof(ulong));
    }

    public static int Control(int epoll, int operation, int fd, byte* epollEvent) => Result(EpollControl(epoll, operation, fd, epollEvent));

    public static int Wait(int epoll, byte* events, int capacity, int milliseconds) => Result(EpollWait(epoll, events, capacity, milliseconds));

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int fd);

    private static void SetOption(int fd, int level, int option, int value) => _ = SetSockOpt(fd, level, option, &value, sizeof(int));

    private static int Result(int result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    private static int Checked(int result) => result >= 0 ? result : throw new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectTo(int fd, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSockOpt(int fd, int level, int name, int* value, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSockOpt(int fd, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int Shutdown(int fd, int how);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int fd, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int fd, byte* room, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int fd, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int fd, void* bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int fd, void* room, nuint length);
}
