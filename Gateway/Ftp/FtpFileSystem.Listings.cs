using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>What is in a directory.</summary>
internal sealed partial class FtpFileSystem
{
    /// <summary>Up to so many names are sorted. More come in the directory's own order, so that a listing never holds more of them than these.</summary>
    private const int MostSorted = 10_000;

    /// <summary>
    /// The entries of a directory, or the one file that the path names, found as they are asked for. Left out is what cannot be asked for by its name from here: links that lead
    /// nowhere or out of the root, names with control characters, names that are not UTF-8, parts of uploads.
    /// </summary>
    public FtpDirectory List(string path, string? pattern)
    {
        var found = Find(path);
        if (found is FileInfo) return new FtpDirectory([EntryOf(found, FtpPath.Name(path))], null);
        var folder = HeldFolder.Open(found.FullName, _root);
        return new FtpDirectory(Entries(folder, pattern), folder);
    }

    private static IEnumerable<FileSystemInfo> Sorted(IEnumerable<FileSystemInfo> entries)
    {
        using var all = entries.GetEnumerator();
        var first = new List<FileSystemInfo>();
        while (first.Count < MostSorted && all.MoveNext()) first.Add(all.Current);
        var more = first.Count == MostSorted && all.MoveNext();
        if (!more) first.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in first) yield return entry;
        for (; more; more = all.MoveNext()) yield return all.Current;
    }

    private IEnumerable<FtpEntry> Entries(HeldFolder folder, string? pattern)
    {
        var shown = new DirectoryInfo(folder.FullName).EnumerateFileSystemInfos().Where(found =>
            !PartName.IsPart(found.Name) && !found.Name.Any(c => char.IsControl(c) || c == '\uFFFD') && FtpListing.Matches(pattern, found.Name));
        foreach (var found in Sorted(shown))
        {
            if (TryDescribe(found) is { } entry) yield return entry;
        }
    }

    /// <summary>Null for what was deleted meanwhile, and for links that cannot be followed.</summary>
    private FtpEntry? TryDescribe(FileSystemInfo found)
    {
        try
        {
            if (found.LinkTarget is null) return EntryOf(found, found.Name);
            var real = RealPath.Of(found.FullName);
            if (!RealPath.IsWithin(_root, real)) return null;
            if (Directory.Exists(real)) return EntryOf(new DirectoryInfo(real), found.Name);
            return File.Exists(real) ? EntryOf(new FileInfo(real), found.Name) : null;
        }
        catch (Exception error) when (FtpException.Explain(error) is not null)
        {
            return null;
        }
    }
}
