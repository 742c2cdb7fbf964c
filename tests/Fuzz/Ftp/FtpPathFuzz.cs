using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>The first line is the working directory, the second what the client names.</summary>
public sealed class FtpPathFuzz() : FuzzTests(
    new TextTarget((text, run) => Resolve(text, run), null, "/", "..", "../", "/..", "/./", "//", "\n", "\\", ":", "*"),
    [
        new(FuzzProperty.NeverThrows, new TextTarget((text, run) => run.Note(text[(text.LastIndexOf("..", StringComparison.Ordinal) is >= 0 and var at ? at - 3 : 0)..]))),
        new(FuzzProperty.WellFormed, new TextTarget((text, run) => FuzzRun.Require(!("/" + text).Contains("/../", StringComparison.Ordinal), "a way up"), null, "/../")),
        new(FuzzProperty.MemoryBounded, new TextTarget((text, run) => run.Keeps(FtpPath.TryResolve("/", text, out var path) ? path.Length * path.Length : 0))),
    ])
{
    private static void Resolve(string text, FuzzRun run)
    {
        var (first, argument) = text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 1)..]) : ("", text);
        if (!FtpPath.TryResolve(FtpPath.Root, first, out var directory)) directory = FtpPath.Root;
        if (!FtpPath.TryResolve(directory, argument, out var path)) return;
        run.Note(path);
        run.Keeps(path.Length);
        FuzzRun.Require(path[0] == '/' && path.Length <= FtpPath.MaxLength, "not an absolute path within its limit");
        FuzzRun.Require(path == "/" || path[1..].Split('/').All(name => name is not ("" or "." or "..")), "a name that leads elsewhere");
        FuzzRun.Require(!path.Any(char.IsControl), "a control character");
        FuzzRun.Require(FtpPath.TryResolve(FtpPath.Parent(path), FtpPath.Name(path), out var again) && again == path, "the path is not that of its parent and its name");
    }
}
