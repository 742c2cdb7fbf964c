using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SocketGateway.Actors.Sockets;

/// <summary>What the kernel still keeps of a socket's output: the one way to see a client acknowledge after the last write.</summary>
internal static partial class KernelQueue
{
    private const uint SiocOutQ = 0x5411; // asm-generic/ioctls.h: TIOCOUTQ, which tcp(7) calls SIOCOUTQ

    /// <summary>Bytes not yet acknowledged by the peer; 0 where it cannot be known.</summary>
    public static long Unsent(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux()) return 0;
        try
        {
            return Ioctl(socket.SafeHandle, SiocOutQ, out var bytes) == 0 ? bytes : 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(SafeHandle descriptor, nuint request, out int value);
}
