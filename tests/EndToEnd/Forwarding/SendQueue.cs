using System.Net.Sockets;
using System.Runtime.InteropServices;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>What the kernel keeps of a socket's output: a reset drops it, so whoever wants all of it to arrive waits until it has left.</summary>
internal static partial class SendQueue
{
    private const uint SiocOutQ = 0x5411; // asm-generic/ioctls.h: TIOCOUTQ, which tcp(7) calls SIOCOUTQ

    public static Task UntilEmptyAsync(TestClient end) => Eventually.Async(() => Unsent(end.Socket), bytes => bytes == 0, TimeSpan.FromSeconds(20), "the other side has every byte");

    private static int Unsent(Socket socket) => Ioctl(socket.SafeHandle, SiocOutQ, out var bytes) == 0 ? bytes : throw new SocketException();

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(SafeHandle descriptor, nuint request, out int value);
}
