using Microsoft.Win32.SafeHandles;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// The files below a root, by virtual paths that <see cref="FtpPath"/> has normalized. Nothing outside of the root is read, written or listed, whatever
/// links there are: a path is resolved without its links first, and what was opened in the end is looked at once more. All methods block, and
/// throw <see cref="FtpException"/> or the file system's own exceptions.
/// </summary>
internal sealed class FtpFileSystem(string root)
{
    /// <summary>The end of names of files that are still being received; they are hidden.</summary>
    private const string PartSuffix = ".part";

    /// <summary>Bytes of a name that a temporary name repeats, so that it stays below the usual limit of 255.</summary>
    private const int MaxRepeated = 160;

    private readonly string _root = RealPath.Of(Path.GetFullPath(root));

    /// <summary>Makes the root if it is missing; true when it was.</summary>
    public bool CreateRoot()
    {
        if (Directory.Exists(_root)) return false;
        Directory.CreateDirectory(_root);
        return true;
    }

    /// <summary>Makes a directory and those above it, as far as they are missing.</summary>
    public void CreateDirectory(string path) => Directory.CreateDirectory(Resolve(path));

    /// <summary>Succeeds when the directory exists and can be read.</summary>
    public void CheckDirectory(string path)
    {
        if (Find(path) is not DirectoryInfo directory) throw new FtpException(FtpFailure.NotADirectory);
        using var entries = directory.EnumerateFileSystemInfos().GetEnumerator();
        entries.MoveNext();
    }

    /// <summary>A plain file's size and time.</summary>
    public FileInfo FindFile(string path) => Find(path) as FileInfo ?? throw new FtpException(FtpFailure.NotAFile);

    /// <summary>Opens a file for reading.</summary>
    public SafeFileHandle OpenRead(string path) =>
        Checked(File.OpenHandle(FindFile(path).FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous | FileOptions.SequentialScan));

    /// <summary>Checks that a file of this path can be received, and makes its empty temporary file.</summary>
    /// <returns>The open temporary file.</returns>
    public SafeFileHandle Create(string path, string temporary)
    {
        if (path == FtpPath.Root || IsHidden(FtpPath.Name(path))) throw new FtpException(FtpFailure.NameNotAllowed);
        if (Directory.Exists(Resolve(path))) throw new FtpException(FtpFailure.NotAFile);
        return OpenPart(path, temporary, FileMode.Create);
    }

    /// <summary>Opens the temporary file again, with what is in it.</summary>
    public SafeFileHandle Reopen(string path, string temporary) => OpenPart(path, temporary, FileMode.Open);

    /// <summary>Gives a received file its name. Done a second time, it finds it done.</summary>
    public void Publish(string path, string temporary)
    {
        var (part, final) = (PartOf(path, temporary), Path.Combine(Folder(path), FtpPath.Name(path)));
        if (!File.Exists(part) && File.Exists(final)) return;
        File.Move(part, final, overwrite: true);
    }

    /// <summary>Removes the temporary file, if it is still there.</summary>
    public void Discard(string path, string temporary) => File.Delete(PartOf(path, temporary));

    /// <summary>The entries of a directory by name, or the one file that the path names. What cannot be opened from here is left out.</summary>
    public (IReadOnlyList<FtpEntry> Entries, bool IsFile) List(string path, string? pattern, bool canWrite)
    {
        if (Find(path) is not DirectoryInfo directory) return ([Entry(FindFile(path), FtpPath.Name(path), canWrite)], true);
        var entries = new List<FtpEntry>();
        foreach (var found in directory.EnumerateFileSystemInfos())
        {
            if (IsHidden(found.Name) || !FtpListing.Matches(pattern, found.Name)) continue;
            if (Readable(found) is { } readable) entries.Add(Entry(readable, found.Name, canWrite));
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return (entries, false);
    }

    /// <summary>The name of a temporary file, which nothing else has: of the file, its connection, and the number of the upload there.</summary>
    public static string TemporaryName(string path, string connection, int upload)
    {
        var (name, length) = (FtpPath.Name(path), 0);
        var repeated = string.Concat(name.EnumerateRunes().TakeWhile(rune => (length += rune.Utf8SequenceLength) <= MaxRepeated));
        return $".{repeated}.{connection}.{upload}{PartSuffix}";
    }

    private static bool IsHidden(string name) => name.StartsWith('.') && name.EndsWith(PartSuffix, StringComparison.OrdinalIgnoreCase);

    private static FtpEntry Entry(FileSystemInfo found, string name, bool canWrite) =>
        new(name, found is FileInfo file ? file.Length : 0, found.LastWriteTimeUtc, found is DirectoryInfo, canWrite);

    /// <summary>What an entry of a directory leads to; null when that is nowhere, or outside of the root.</summary>
    private FileSystemInfo? Readable(FileSystemInfo found)
    {
        if (found.LinkTarget is null) return found;
        var real = RealPath.Of(found.FullName);
        if (!RealPath.IsWithin(_root, real)) return null;
        return Directory.Exists(real) ? new DirectoryInfo(real) : File.Exists(real) ? new FileInfo(real) : null;
    }

    private FileSystemInfo Find(string path)
    {
        var real = Resolve(path);
        if (Directory.Exists(real)) return new DirectoryInfo(real);
        return File.Exists(real) ? new FileInfo(real) : throw new FtpException(FtpFailure.NotFound);
    }

    private SafeFileHandle OpenPart(string path, string temporary, FileMode mode) =>
        Checked(File.OpenHandle(PartOf(path, temporary), mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous));

    private string PartOf(string path, string temporary) => Path.Combine(Folder(path), temporary);

    private string Folder(string path)
    {
        var folder = Resolve(FtpPath.Parent(path));
        return Directory.Exists(folder) ? folder : throw new FtpException(FtpFailure.NotFound);
    }

    private string Resolve(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Any(IsHidden)) throw new FtpException(FtpFailure.NotFound);
        var plain = Path.Combine([_root, .. names]);

        // On some platforms a name can be more than a name: a device, a stream, a drive, or a second way up.
        if (names.Any(n => n.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) || Path.GetFullPath(plain) != plain)
            throw new FtpException(FtpFailure.NameNotAllowed);
        var real = RealPath.Of(plain);
        return RealPath.IsWithin(_root, real) ? real : throw new FtpException(FtpFailure.Denied);
    }

    /// <summary>A directory may have been replaced by a link after the path was resolved: the kernel knows what was opened.</summary>
    private SafeFileHandle Checked(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux()) return handle;
        var opened = new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;
        if (opened is null || RealPath.IsWithin(_root, opened)) return handle;
        handle.Dispose();
        throw new FtpException(FtpFailure.Denied);
    }
}
