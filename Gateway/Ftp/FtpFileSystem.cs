using Microsoft.Win32.SafeHandles;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// The files below a root, by virtual paths that <see cref="FtpPath"/> has normalized. Nothing outside of the root is read, written, listed, named or removed, whatever
/// links there are, and whatever becomes of them meanwhile: a path is resolved without its links, the directory that it leads to is held
/// open and looked at, and what is opened in it is looked at once more. All methods block, and throw <see cref="FtpException"/> or the file system's own exceptions.
/// </summary>
internal sealed partial class FtpFileSystem
{
    private readonly string _root;

    /// <summary>A directory of the operator's choice.</summary>
    public FtpFileSystem(string root) => _root = RealPath.Of(Path.GetFullPath(root));

    private FtpFileSystem(FtpFileSystem outer, string path) => _root = outer.Resolve(path);

    /// <summary>Makes the root if it is missing; true when it was.</summary>
    public bool CreateRoot()
    {
        if (Directory.Exists(_root)) return false;
        Directory.CreateDirectory(_root);
        return true;
    }

    /// <summary>One of its directories as a root of its own, which cannot be left for the rest.</summary>
    public FtpFileSystem Below(string path) => path == FtpPath.Root ? this : new FtpFileSystem(this, path);

    /// <summary>Makes a directory and those above it, as far as they are missing.</summary>
    public void CreateDirectories(string path) => Directory.CreateDirectory(Resolve(path));

    /// <summary>Succeeds when the directory exists and can be read.</summary>
    public void CheckDirectory(string path)
    {
        using var folder = HeldFolder.Open(Resolve(path), _root);
        using var entries = Directory.EnumerateFileSystemEntries(folder.FullName).GetEnumerator();
        entries.MoveNext();
    }

    /// <summary>A plain file's size and time.</summary>
    public FileInfo FindFile(string path) => Find(path) as FileInfo ?? throw new FtpException(FtpFailure.NotAFile);

    /// <summary>A file or directory.</summary>
    public FtpEntry Describe(string path) => EntryOf(Find(path), FtpPath.Name(path));

    /// <summary>Opens a file for reading.</summary>
    public SafeFileHandle OpenRead(string path) => OpenFile(path, FileAccess.Read, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Makes a directory in one that exists.</summary>
    public void MakeDirectory(string path)
    {
        var name = NewName(path);
        using var folder = ParentOf(path);
        var made = folder[name];
        if (Path.Exists(made)) throw new FtpException(FtpFailure.Exists);
        Directory.CreateDirectory(made);
    }

    /// <summary>Deletes a file; of a link the link.</summary>
    public void DeleteFile(string path)
    {
        using var folder = ParentOf(path);
        var file = new FileInfo(folder[FtpPath.Name(path)]);
        if (file.LinkTarget is null && Directory.Exists(file.FullName)) throw new FtpException(FtpFailure.NotAFile);
        if (file.LinkTarget is null && !file.Exists) throw new FtpException(FtpFailure.NotFound);
        file.Delete();
    }

    /// <summary>Deletes an empty directory.</summary>
    public void DeleteDirectory(string path)
    {
        using var folder = ParentOf(path);
        var directory = new DirectoryInfo(folder[FtpPath.Name(path)]);
        if (directory.LinkTarget is not null || File.Exists(directory.FullName)) throw new FtpException(FtpFailure.NotADirectory);
        directory.Delete();
    }

    /// <summary>Succeeds when there is something of that name.</summary>
    public void CheckExists(string path)
    {
        using var folder = ParentOf(path);
        if (!Path.Exists(folder[FtpPath.Name(path)])) throw new FtpException(FtpFailure.NotFound);
    }

    /// <summary>Gives a file or directory another name, in place of a file that has it.</summary>
    public void Rename(string from, string to)
    {
        var name = NewName(to);
        using var source = ParentOf(from);
        using var target = ParentOf(to);
        var (before, after) = (source[FtpPath.Name(from)], target[name]);
        if (to.StartsWith(from + '/', StringComparison.Ordinal)) throw new FtpException(FtpFailure.NameNotAllowed);
        if (Directory.Exists(before) && new DirectoryInfo(before).LinkTarget is null)
        {
            if (from == to) return;
            if (Path.Exists(after)) throw new FtpException(FtpFailure.Exists);
            Directory.Move(before, after);
        }
        else
        {
            if (Directory.Exists(after)) throw new FtpException(FtpFailure.Exists);
            File.Move(before, after, overwrite: true);
        }
    }

    /// <summary>Sets the time of the last change.</summary>
    public void SetTime(string path, DateTimeOffset modified)
    {
        if (Find(path) is DirectoryInfo directory)
        {
            // Of a link it sets the link's own time, so a name that became one meanwhile leads nowhere.
            using var folder = HeldFolder.Open(Path.GetDirectoryName(directory.FullName)!, _root);
            Directory.SetLastWriteTimeUtc(folder[directory.Name], modified.UtcDateTime);
            return;
        }

        using var file = OpenFile(path, FileAccess.Read, FileOptions.None);
        File.SetLastWriteTimeUtc(file, modified.UtcDateTime);
    }

    /// <summary>Sets the permission bits.</summary>
    public void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw new FtpException(FtpFailure.NotSupported);
        if (Find(path) is DirectoryInfo directory)
        {
            using var folder = HeldFolder.Open(directory.FullName, _root);
            File.SetUnixFileMode(folder.FullName, mode);
            return;
        }

        using var file = OpenFile(path, FileAccess.Read, FileOptions.None);
        File.SetUnixFileMode(file, mode);
    }

    private static FtpEntry EntryOf(FileSystemInfo found, string name)
    {
        var directory = found is DirectoryInfo;
        var mode = !OperatingSystem.IsWindows() ? found.UnixFileMode
            : directory ? FtpEntry.Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : FtpEntry.Readable;
        return new FtpEntry(name, found is FileInfo file ? file.Length : 0, found.LastWriteTimeUtc, directory, mode);
    }

    private static string NewName(string path) =>
        path == FtpPath.Root || PartName.IsPart(FtpPath.Name(path)) ? throw new FtpException(FtpFailure.NameNotAllowed) : FtpPath.Name(path);

    private FileSystemInfo Find(string path)
    {
        var real = Resolve(path);
        if (Directory.Exists(real)) return new DirectoryInfo(real);
        return File.Exists(real) ? new FileInfo(real) : throw new FtpException(FtpFailure.NotFound);
    }

    /// <summary>Opens a plain file that exists, wherever a link leads inside of the root.</summary>
    private SafeFileHandle OpenFile(string path, FileAccess access, FileOptions options)
    {
        var real = FindFile(path).FullName;
        using var folder = HeldFolder.Open(Path.GetDirectoryName(real)!, _root);
        var held = folder[Path.GetFileName(real)];
        if (!PlainFile.CanOpen(held)) throw new FtpException(FtpFailure.NotAFile);
        return Checked(File.OpenHandle(held, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, options));
    }

    private HeldFolder ParentOf(string path)
    {
        if (PartName.IsPart(FtpPath.Name(path))) throw new FtpException(FtpFailure.NotFound);
        CheckNames([FtpPath.Name(path)]);
        return HeldFolder.Open(Resolve(FtpPath.Parent(path)), _root);
    }

    private string Resolve(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Any(PartName.IsPart)) throw new FtpException(FtpFailure.NotFound);
        CheckNames(names);
        var real = RealPath.Of(Path.Combine([_root, .. names]));
        return RealPath.IsWithin(_root, real) ? real : throw new FtpException(FtpFailure.Denied);
    }

    /// <summary>On some platforms a name can be more than a name: a device, a stream, a drive, or a second way up.</summary>
    private void CheckNames(string[] names)
    {
        var plain = Path.Combine([_root, .. names]);
        if (names.Any(n => n.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) || Path.GetFullPath(plain) != plain)
            throw new FtpException(FtpFailure.NameNotAllowed);
    }

    /// <summary>The file may have been replaced by a link after it was found: the kernel knows what was opened.</summary>
    private SafeFileHandle Checked(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux()) return handle;
        var opened = new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;
        if (opened is null || RealPath.IsWithin(_root, opened)) return handle;
        handle.Dispose();
        throw new FtpException(FtpFailure.Denied);
    }
}
