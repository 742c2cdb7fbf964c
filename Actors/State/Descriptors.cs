using System.Runtime.InteropServices;

namespace SocketGateway.Actors.State;

/// <summary>The file descriptors of this process: how many are open, and how many may be.</summary>
internal static partial class Descriptors
{
    private const string OpenOnes = "/proc/self/fd";
    private const int LinuxResource = 7; // RLIMIT_NOFILE
    private const int MacResource = 8;
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint Size = 0x200; // STATX_SIZE
    private const int StatxBytes = 256;
    private const int SizeOffset = 40;

    /// <summary>Whether they can be counted: on Linux.</summary>
    public static bool CanCount { get; } = Directory.Exists(OpenOnes);

    /// <summary>RLIMIT_NOFILE, or null where there is none. .NET raises the soft limit to the hard one at start; an operator may change it at any time.</summary>
    public static long? Limit()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return null;
        if (GetLimit(OperatingSystem.IsLinux() ? LinuxResource : MacResource, out var limit) != 0) return null;
        return limit.Current < int.MaxValue ? (long)limit.Current : null;
    }

    /// <summary>How many are open. Linux 6.2 and later say so in the size of the directory; before that it is read, at about a microsecond for each.</summary>
    public static long Count() => SizeOfDirectory() is > 0 and var size ? size : Entries();

    /// <summary>Both, or null where one of them is not to be had.</summary>
    public static (long Used, long Limit)? Usage()
    {
        if (!CanCount || Limit() is not { } limit) return null;
        try
        {
            return (Count(), limit);
        }
        catch (IOException)
        {
            // None is left to read the directory with.
            return (limit, limit);
        }
    }

    // One of them is the reading of the directory itself.
    private static long Entries() => Directory.EnumerateFileSystemEntries(OpenOnes).LongCount() - 1;

    private static unsafe long SizeOfDirectory()
    {
        var status = stackalloc byte[StatxBytes];
        try
        {
            return Statx(CurrentDirectory, OpenOnes, 0, Size, status) == 0 ? *(long*)(status + SizeOffset) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* status);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Current;
        public nuint Maximum;
    }
}
