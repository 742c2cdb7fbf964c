using System.Runtime.InteropServices;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// Tells plain files from what only looks like one: opening a FIFO waits for its other end, and a device does what it likes. Looked at before it is opened; whoever can
/// put another thing in that place meanwhile can only keep his own session waiting.
/// </summary>
internal static class PlainFile
{
    // linux/stat.h and fcntl.h; the same on all architectures that .NET runs on.
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int StructBytes = 256;
    private const int ModeOffset = 28; // of stx_mode, 16 bits
    private const int TypeMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Whether a path may be opened as a file: false for a FIFO, a device, a socket. Of what cannot be looked at, the opening says why.</summary>
    public static bool CanOpen(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        var found = new byte[StructBytes];
        return StatX(CurrentDirectory, path, NoFollow, TypeOnly, found) != 0 || (BitConverter.ToUInt16(found, ModeOffset) & TypeMask) == Regular;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] found);
}
