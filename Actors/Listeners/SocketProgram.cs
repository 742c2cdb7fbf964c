using System.Runtime.InteropServices;

namespace SocketGateway.Actors.Listeners;

/// <summary>Small programs of classic BPF (linux/filter.h) that the kernel runs for each segment which comes to a listening socket. They see it from its TCP header on.</summary>
internal static unsafe partial class SocketProgram
{
    private const int SolSocket = 1;
    private const int SoAttachFilter = 26;
    private const int SoAttachReusePort = 51; // SO_ATTACH_REUSEPORT_CBPF
    private const ushort LoadByte = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private const ushort JumpIfBits = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K

    /// <summary>Every SYN is dropped, and nothing else.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public static void DropSyns(SafeHandle socket)
    {
        // SYN is the second bit of the flags at offset 13 (RFC 9293, 3.1).
        var instructions = stackalloc Instruction[]
        {
            new() { Code = LoadByte, Operand = 13 },
            new() { Code = JumpIfBits, JumpTrue = 0, JumpFalse = 1, Operand = 0x02 },
            new() { Code = Return, Operand = 0 },
            new() { Code = Return, Operand = uint.MaxValue },
        };
        Attach(socket, SoAttachFilter, new Program { Length = 4, Instructions = instructions });
    }

    /// <summary>Of the sockets that share a port, numbered from 0, this one gets every SYN. While it does not exist the kernel chooses by a hash.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public static void ChooseSharer(SafeHandle socket, uint number)
    {
        var choose = new Instruction { Code = Return, Operand = number };
        Attach(socket, SoAttachReusePort, new Program { Length = 1, Instructions = &choose });
    }

    private static void Attach(SafeHandle socket, int option, Program program) => _ = SetSockOpt(socket, SolSocket, option, &program, (uint)sizeof(Program));

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSockOpt(SafeHandle socket, int level, int option, void* value, uint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct Instruction
    {
        public ushort Code;
        public byte JumpTrue;
        public byte JumpFalse;
        public uint Operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
