using System.Text;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Gateway.Ftp;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>
/// Names on a real directory with links that lead out of it: every line is one thing to do, its first letter says which. Nothing that it opens, finds, makes or lists
/// lies outside of the root, and what lies outside stays as it was.
/// </summary>
/// <param name="resolve">What becomes of a client's name; a seeded fault in place of <see cref="FtpPath.TryResolve"/>.</param>
/// <param name="looseRoot">A seeded fault: the root is the folder above it.</param>
internal sealed class FtpFileSystemTarget(Func<string, string?>? resolve = null, bool looseRoot = false) : FuzzTarget, IDisposable
{
    private const string Secret = "secret";

    private const string OnlyOutside = "nobody-types-this";

    private DirectoryInfo? _base;
    private bool _changed;

    public override FuzzLimits Limits { get; } = new() { MaxInput = 600, AllocatedPerByte = 256 * 1024, AllocatedBase = 32 * 1024 * 1024, OutputPerByte = 1024 };

    public override bool IsStream => false;

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[] { "r ", "w ", "d ", "l ", "s ", "m ", "x ", "z ", "n ", "o ", "c ", "/", "..", "../", "out", "out/", "secret.txt", "file", "up", "circle", "sub/", "a.txt", "\n", "\0", ".part", "root-of-others/", "/proc/self/", "/etc/passwd", "./" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        if (_changed) Dispose();
        _base ??= Make();
        var (root, outside) = (Path.Combine(_base.FullName, "root"), Path.Combine(_base.FullName, "root-of-others"));
        var files = new FtpFileSystem(looseRoot ? _base.FullName : root);
        foreach (var line in Encoding.UTF8.GetString([.. packets.SelectMany(p => p)]).Split('\n', 20))
        {
            run.Step();
            if (line.Length < 2 || Resolve(line[2..]) is not { } path) continue;
            try
            {
                Do(files, root, line[0], path, run);
            }
            catch (Exception error) when (FtpException.Explain(error) is not null)
            {
                run.Note($"{FtpException.Explain(error)}");
            }
        }

        FuzzRun.Require(File.ReadAllText(Path.Combine(outside, "secret.txt")) == Secret && Directory.GetFileSystemEntries(outside).Length == 2, "what lies outside of the root was changed");
    }

    public void Dispose()
    {
        _base?.Delete(recursive: true);
        (_base, _changed) = (null, false);
    }

    private void Do(FtpFileSystem files, string root, char what, string path, FuzzRun run)
    {
        switch (what)
        {
            case 'r':
                using (var opened = files.OpenRead(path))
                {
                    var bytes = new byte[Secret.Length];
                    RandomAccess.Read(opened, bytes, 0);
                    FuzzRun.Require(Encoding.ASCII.GetString(bytes) != Secret, "a file outside of the root was read");
                }

                break;
            case 'w':
                _changed = true;
                var transfer = new FtpTransfer(FtpTransferKind.Stor, path, FtpType.Image);
                var (file, started) = files.Receive(transfer, ".fuzz.part");
                file.Dispose();
                files.Publish(transfer with { Temporary = started.Temporary, Path = started.Path ?? path });
                break;
            case 'd':
                files.CheckDirectory(path);
                break;
            case 'l':
                using (var directory = files.List(path, null))
                {
                    while (directory.MoveNext()) FuzzRun.Require(directory.Current.Name != OnlyOutside && (_changed || directory.Current.Name != "passwd"), "a directory outside of the root was listed");
                }

                break;
            case 's':
                _ = files.Describe(path);
                FuzzRun.Require(RealPath.IsWithin(RealPath.Of(root), RealPath.Of(files.FindFile(path).FullName)), "a file outside of the root was found");
                break;
            case 'x':
                _changed = true;
                files.DeleteFile(path);
                break;
            case 'z':
                _changed = true;
                files.DeleteDirectory(path);
                break;
            case 'n':
                _changed = true;
                files.Rename(path, "/sub/renamed");
                break;
            case 'o':
                _changed = true;
                files.Rename("/a.txt", path);
                break;
            case 'c':
                _changed = true;
                files.SetTime(path, DateTimeOffset.UnixEpoch);
                files.SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                break;
            default:
                _changed = true;
                if (path.Count(c => c == '/') < 6) files.MakeDirectory(path);
                break;
        }

        run.Note($"{what} {path}");
    }

    private static DirectoryInfo Make()
    {
        var made = Directory.CreateTempSubdirectory("fuzz-ftp-");
        var root = made.CreateSubdirectory("root");
        var outside = made.CreateSubdirectory("root-of-others").FullName;
        File.WriteAllText(Path.Combine(outside, "secret.txt"), Secret);
        File.WriteAllText(Path.Combine(outside, OnlyOutside), Secret);
        File.WriteAllText(Path.Combine(root.FullName, "a.txt"), "inside");
        root.CreateSubdirectory("sub");
        Directory.CreateSymbolicLink(Path.Combine(root.FullName, "out"), outside);
        Directory.CreateSymbolicLink(Path.Combine(root.FullName, "sub", "up"), "../../root-of-others");
        File.CreateSymbolicLink(Path.Combine(root.FullName, "file"), Path.Combine(outside, "secret.txt"));
        File.CreateSymbolicLink(Path.Combine(root.FullName, "circle"), "circle");
        return made;
    }

    private string? Resolve(string name) => resolve is not null ? resolve(name) : FtpPath.TryResolve(FtpPath.Root, name, out var path) ? path : null;
}
