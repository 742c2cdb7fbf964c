using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.IO;

namespace SocketGateway.Actors.Listeners;

/// <summary>
/// The listening socket of one bind, and the only way to close its port while its connections live: <c>Tcp.Unbind</c> would reset every one of them. A filter
/// first drops new handshakes (their clients try again) and lets those end that have begun, then the accept queue is emptied, then an unbound socket is put
/// over the descriptor. How a port that is shared changes hands by this: <c>README.md</c>.
/// </summary>
/// <param name="isShared">Whether other processes of the same user may listen on the port too (SO_REUSEPORT).</param>
internal sealed partial class ListeningSocket(bool isShared) : Inet.SocketOption
{
    private const int SolSocket = 1;
    private const int ReusePort = 15; // SO_REUSEPORT
    private const int PollIn = 1;
    private const int CloseOnExec = 0x80000; // O_CLOEXEC

    /// <summary>The kernel numbers those that share a port in the order in which they came: of two this is the later one.</summary>
    private const uint Newer = 1;

    private Socket? _socket;

    public static bool CanSuspend => OperatingSystem.IsLinux();

    public override void BeforeServerSocketBind(Socket socket)
    {
        _socket = socket;
        if (isShared) Share(socket);
    }

    /// <summary>Lets it bind a port on which others of the same user listen that did this too.</summary>
    public static void Share(Socket socket) => socket.SetRawSocketOption(SolSocket, ReusePort, BitConverter.GetBytes(1));

    /// <summary>
    /// From here on a process that comes to share the port gets every new client, at once: left to the kernel's hash, those that fall to the one which is leaving would wait a second, for
    /// their next SYN. To be called once it listens: a socket that has the program before it is bound can bind no port that is in use.
    /// </summary>
    public void GiveWay()
    {
        if (!isShared) return;
        try
        {
            SocketProgram.ChooseSharer(Handle, Newer);
        }
        catch (ObjectDisposedException)
        {
            // Akka.IO gave the socket up this moment.
        }
    }

    /// <summary>
    /// From here on the kernel drops every SYN for this port and nothing else: a client that has its SYN-ACK believes to be connected, and must get
    /// through. Connections accepted before are not touched. Where that cannot be had, or the socket is lost, the port is closed all the same, only that
    /// a client which comes at that moment is reset.
    /// </summary>
    public void DropNewClients()
    {
        try
        {
            SocketProgram.DropSyns(Handle);
        }
        catch (ObjectDisposedException)
        {
            // Akka.IO gave the socket up this moment.
        }
    }

    /// <summary>Whether connections still wait to be accepted.</summary>
    public bool HasWaitingClients()
    {
        var added = false;
        try
        {
            Handle.DangerousAddRef(ref added);
            var poll = new PollDescriptor { Descriptor = (int)Handle.DangerousGetHandle(), Events = PollIn };
            return Poll(ref poll, 1, 0) > 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (added) Handle.DangerousRelease();
        }
    }

    /// <summary>Closes the port. The descriptor stays a valid one, so that Akka.IO's listener, the parent of all its connections, lives on.</summary>
    /// <returns>False when no descriptor can be had for it at this moment; the clients must not pay for that.</returns>
    public bool TryClosePort()
    {
        try
        {
            using var unbound = new Socket(_socket!.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            return Dup3(unbound.SafeHandle, Handle, CloseOnExec) >= 0;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            // Lost, and with it the port.
            return true;
        }
    }

    private SafeSocketHandle Handle => _socket?.SafeHandle ?? throw new InvalidOperationException("not bound");

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "dup3")]
    private static partial int Dup3(SafeHandle from, SafeHandle to, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
