using System.Security.Cryptography;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>A tree to be served, the same for both servers: a root that nobody may write, and in it <c>area</c>, made anew when an exchange has changed it.</summary>
internal sealed class FtpTree : IDisposable
{
    /// <summary>More than what kernels hold for a client that does not read.</summary>
    public const int BigBytes = 24 << 20;

    private const int LongestShown = 64;

    private static readonly DateTime Modified = new(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc);

    private static readonly (string Path, string Content)[] Files =
    [
        ("hello.txt", "hello\nworld\n"), ("crlf.txt", "a\r\nb\r\n"), ("empty", ""), ("sub/inner.txt", "inner"), ("sub/deep/leaf", "leaf\n"),
        ("with space.txt", "blank"), ("ünïcode ☃.txt", "snow"), ("quo\"ted.txt", "quote"), ("-dash", "dash"), (".hidden", "hidden"), ("[ab]*.txt", "stars"),
    ];

    private static readonly string[] Directories = ["emptydir", "dir with space", "quo\"ted"];

    private static readonly (string Path, string Target)[] Links = [("inside", "sub/inner.txt"), ("outside", "/etc/passwd"), ("above", "../../../../etc"), ("circle", "circle")];

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("ftp-tree-");
    private readonly string? _owner;
    private IReadOnlyList<string> _pristine = [];

    private FtpTree(string? owner) => _owner = owner;

    public string Root => Path.Combine(_base.FullName, "root");

    private string Area => Path.Combine(Root, "area");

    /// <param name="owner">The user of the system who is to own <c>area</c>; null for who runs this.</param>
    public static async Task<FtpTree> CreateAsync(string? owner)
    {
        var tree = new FtpTree(owner);
        Directory.CreateDirectory(tree.Root);
        await File.WriteAllTextAsync(Path.Combine(tree.Root, "public.txt"), "public\n");
        var big = new byte[BigBytes];
        new Random(1).NextBytes(big);
        await File.WriteAllBytesAsync(Path.Combine(tree.Root, "big"), big);
        await tree.MakeAsync();
        tree._pristine = tree.Snapshot();
        return tree;
    }

    /// <summary>Everything as at the beginning.</summary>
    public async Task RestoreAsync()
    {
        if (Snapshot().SequenceEqual(_pristine)) return;
        Directory.Delete(Area, recursive: true);
        await MakeAsync();
    }

    /// <summary>A line for each entry of <c>area</c>; a name that was chosen by the server has its place taken by a word.</summary>
    public IReadOnlyList<string> Snapshot(string? uniqueName = null) =>
        [.. Below(new DirectoryInfo(Area)).Select(entry => Describe(entry, uniqueName)).Order(StringComparer.Ordinal)];

    public void Dispose() => _base.Delete(recursive: true);

    private static IEnumerable<FileSystemInfo> Below(DirectoryInfo directory) => directory.EnumerateFileSystemInfos()
        .SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } inner ? Below(inner).Prepend(entry) : [entry]);

    private string Describe(FileSystemInfo entry, string? uniqueName)
    {
        var name = Path.GetRelativePath(Area, entry.FullName);
        if (uniqueName is not null && entry.Name == Path.GetFileName(uniqueName)) name = "{unique}";
        if (entry.LinkTarget is { } target) return $"{name} -> {target}";
        if (entry is DirectoryInfo) return name + "/";
        var bytes = File.ReadAllBytes(entry.FullName);
        var contents = bytes.Length < LongestShown ? Visible.Text(bytes) : Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
        return $"{name} {bytes.Length} {contents}";
    }

    private async Task MakeAsync()
    {
        Directory.CreateDirectory(Area);
        foreach (var directory in Directories) Directory.CreateDirectory(Path.Combine(Area, directory));
        foreach (var (path, content) in Files)
        {
            var file = new FileInfo(Path.Combine(Area, path));
            file.Directory!.Create();
            await File.WriteAllTextAsync(file.FullName, content);
            file.LastWriteTimeUtc = Modified;
        }

        foreach (var (path, target) in Links) File.CreateSymbolicLink(Path.Combine(Area, path), target);
        if (_owner is not null) (await Shell.RunAsync("chown", ["-hR", $"{_owner}:", Area])).Succeeded();
    }
}
