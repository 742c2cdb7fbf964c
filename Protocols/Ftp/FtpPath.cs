using System.Diagnostics.CodeAnalysis;

namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// Virtual paths: absolute, <c>/</c> between names, no empty, <c>.</c> or <c>..</c> names, no slash at the end but for the root.
/// Nothing that a client sends resolves to a place above the root. Symbolic links, and names with a meaning of their own on some platform
/// (<c>\</c>, <c>:</c>, <c>CON</c> on Windows), are the business of the file system layer.
/// </summary>
public static class FtpPath
{
    /// <summary>The root, its own parent.</summary>
    public const string Root = "/";

    /// <summary>Longest resolved path, in characters: half of Linux's, so that a state with two of them, escaped, stays small.</summary>
    public const int MaxLength = 2048;

    /// <summary>Resolves what a client named against a working directory.</summary>
    /// <param name="directory">A normalized virtual path.</param>
    /// <param name="argument">Absolute or relative; empty for the directory itself.</param>
    /// <param name="path">The normalized virtual path.</param>
    /// <returns>False when the argument holds a control character or the result is too long.</returns>
    public static bool TryResolve(string directory, string argument, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (argument.Any(char.IsControl))
            return false;
        var names = new List<string>();
        if (!argument.StartsWith('/'))
            Walk(names, directory);
        Walk(names, argument);
        var resolved = Root + string.Join('/', names);
        if (resolved.Length > MaxLength)
            return false;
        path = resolved;
        return true;
    }

    /// <summary>Directory that holds this path; the root for the root.</summary>
    /// <param name="path">A normalized virtual path.</param>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? Root : path[..slash];
    }

    /// <summary>Last name of this path; empty for the root.</summary>
    /// <param name="path">A normalized virtual path.</param>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static void Walk(List<string> names, string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            switch (path[range])
            {
                case "" or ".":
                    break;
                case "..":
                    if (names.Count > 0)
                        names.RemoveAt(names.Count - 1);
                    break;
                case var name:
                    names.Add(name);
                    break;
            }
        }
    }
}
