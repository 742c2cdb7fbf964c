using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SocketGateway.Gateway.Pty;

/// <summary>All that is called in the C library for programs at pseudo-terminals, with Linux' numbers (x64 and arm64).</summary>
internal static unsafe partial class Libc
{
    public const int ReadWrite = 0x2;
    public const int NoControllingTerminal = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int Interrupted = 4;
    public const int IoError = 5;
    public const int TryAgain = 11;

    public const int SignalHangUp = 1;
    public const int SignalKill = 9;
    public const int SignalContinue = 18;

    public const int SetDescriptorFlags = 2; // F_SETFD
    public const int DescriptorCloseOnExec = 1; // FD_CLOEXEC

    public const nuint GetAttributes = 0x5401; // TCGETS
    public const nuint SetAttributes = 0x5402; // TCSETS
    public const nuint Flush = 0x540B; // TCFLSH
    public const nuint SetWindowSize = 0x5414; // TIOCSWINSZ

    public const uint PollIn = 0x1;
    public const uint PollOut = 0x4;
    public const uint PollOnce = 1u << 30;
    public const int PollAdd = 1;
    public const int PollRemove = 2;
    public const int PollModify = 3;

    /// <summary>Keeps the group of a file as it is.</summary>
    public const uint SameGroup = uint.MaxValue;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenTerminal(int flags);

    [LibraryImport(Library, EntryPoint = "grantpt", SetLastError = true)]
    public static partial int GrantTerminal(SafeFileHandle master);

    [LibraryImport(Library, EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockTerminal(SafeFileHandle master);

    [LibraryImport(Library, EntryPoint = "ptsname_r", SetLastError = true)]
    public static partial int NameTerminal(SafeFileHandle master, byte* name, nuint length);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle descriptor, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int ControlDescriptor(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreatePoll(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlPoll(SafeFileHandle poll, int operation, SafeFileHandle descriptor, byte* occurrence);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitPoll(SafeFileHandle poll, byte* occurrences, int most, int timeout);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FindUser(string name, Password* entry, byte* buffer, nuint length, Password** result);

    [LibraryImport(Library, EntryPoint = "getpwuid_r")]
    public static partial int FindUser(uint id, Password* entry, byte* buffer, nuint length, Password** result);

    /// <summary>Makes a descriptor a handle.</summary>
    /// <exception cref="ProgramException">The call that made it failed.</exception>
    public static SafeFileHandle Own(int descriptor, string call)
    {
        if (descriptor < 0) throw Failure(call);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>The last call failed.</summary>
    public static ProgramException Failure(string call) => new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    /// <summary>An entry of the user database: struct passwd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Password
    {
        public byte* Name;
        public byte* Secret;
        public uint User;
        public uint Group;
        public byte* Comment;
        public byte* Home;
        public byte* Shell;
    }
}
