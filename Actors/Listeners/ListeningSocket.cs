using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.IO;

namespace SocketGateway.Actors.Listeners;

/// <summary>
/// The listening socket of one bind, and the only way to close its port while its connections live: <c>Tcp.Unbind</c> would reset every one of them. A filter
/// first drops new handshakes (their clients try again) and lets those end that have begun, then the accept queue is emptied, then an unbound socket is put
/// over the descriptor.
/// </summary>
internal sealed partial class ListeningSocket : Inet.SocketOption
{
    private const int SolSocket = 1;
    private const int SoAttachFilter = 26;
    private const int PollIn = 1;
    private const ushort LoadByte = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private const ushort JumpIfBits = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K
    private const int CloseOnExec = 0x80000; // O_CLOEXEC

    private Socket? _socket;

    public static bool CanSuspend => OperatingSystem.IsLinux();

    public override void BeforeServerSocketBind(Socket socket) => _socket = socket;

    /// <summary>
    /// From here on the kernel drops every SYN for this port and nothing else: a client that has its SYN-ACK believes to be connected, and must get
    /// through. Connections accepted before are not touched. Where that cannot be had, or the socket is lost, the port is closed all the same, only that
    /// a client which comes at that moment is reset.
    /// </summary>
    public unsafe void DropNewClients()
    {
        // BPF sees the segment from its TCP header on (RFC 9293, 3.1): SYN is the second bit of the flags at offset 13.
        var instructions = stackalloc FilterInstruction[]
        {
            new() { Code = LoadByte, Operand = 13 },
            new() { Code = JumpIfBits, JumpTrue = 0, JumpFalse = 1, Operand = 0x02 },
            new() { Code = Return, Operand = 0 },
            new() { Code = Return, Operand = uint.MaxValue },
        };
        var program = new FilterProgram { Length = 4, Instructions = instructions };
        try
        {
            _ = SetSockOpt(Handle, SolSocket, SoAttachFilter, &program, (uint)sizeof(FilterProgram));
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

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static unsafe partial int SetSockOpt(SafeHandle socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "dup3")]
    private static partial int Dup3(SafeHandle from, SafeHandle to, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterInstruction
    {
        public ushort Code;
        public byte JumpTrue;
        public byte JumpFalse;
        public uint Operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct FilterProgram
    {
        public ushort Length;
        public FilterInstruction* Instructions;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
