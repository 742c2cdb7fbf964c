using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// A second descriptor of a socket that Akka.IO owns, closed in children. A duplicate, and never <c>DangerousAddRef</c> on the first: <c>Socket.Close</c> would spin until that is
/// released. And no <see cref="SafeSocketHandle"/>: disposing of one sets SO_LINGER to zero, on the socket that both share.
/// </summary>
internal sealed partial class SocketDuplicate : SafeHandle
{
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC

    private SocketDuplicate(int descriptor)
        : base(-1, ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Where sockets can be lent at all.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    public override bool IsInvalid => handle < 0;

    /// <summary>Null when the socket is closed already, or the process has no descriptor left.</summary>
    public static SocketDuplicate? Of(Socket? socket)
    {
        if (socket is null) return null;
        try
        {
            var descriptor = Control(socket.SafeHandle, DuplicateCloseOnExec, 0);
            return descriptor >= 0 ? new SocketDuplicate(descriptor) : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeHandle descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
