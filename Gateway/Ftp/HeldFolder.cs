using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// A directory that is held open. What is done to a name in it is done there, whatever is moved or linked meanwhile: a path that was resolved may lead
/// elsewhere the moment after. On Linux; on other systems it is the path.
/// </summary>
internal sealed class HeldFolder : IDisposable
{
    // fcntl.h; these two are the same on all architectures that .NET runs on.
    private const int PathOnly = 0x200000; // O_PATH
    private const int CloseOnExec = 0x80000; // O_CLOEXEC

    private readonly SafeFileHandle? _handle;

    private HeldFolder(string path, SafeFileHandle? handle) => (FullName, _handle) = (path, handle);

    /// <summary>A path of the directory, for as long as it is held.</summary>
    public string FullName { get; }

    /// <summary>A path of a name in the directory, for as long as it is held.</summary>
    public string this[string name] => Path.Combine(FullName, name);

    /// <summary>Opens a directory.</summary>
    /// <param name="path">Its path, without links.</param>
    /// <param name="root">What it must lie in.</param>
    public static HeldFolder Open(string path, string root)
    {
        if (!OperatingSystem.IsLinux()) return Directory.Exists(path) ? new HeldFolder(path, null) : throw new FtpException(FtpFailure.NotFound);

        // The last name makes it fail for what is no directory.
        var handle = Open(Path.Combine(path, "."), PathOnly | CloseOnExec);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new FtpException(File.Exists(path) ? FtpFailure.NotADirectory : FtpFailure.NotFound);
        }

        var held = $"/proc/self/fd/{handle.DangerousGetHandle()}";
        switch (new FileInfo(held).LinkTarget)
        {
            case null:
                // No /proc here: then there is only the path.
                handle.Dispose();
                return new HeldFolder(path, null);
            case var real when RealPath.IsWithin(root, real):
                return new HeldFolder(held, handle);
            default:
                handle.Dispose();
                throw new FtpException(FtpFailure.Denied);
        }
    }

    public void Dispose() => _handle?.Dispose();

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
