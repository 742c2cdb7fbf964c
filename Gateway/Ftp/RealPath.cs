namespace SocketGateway.Gateway.Ftp;

/// <summary>Paths without symbolic links, as realpath(3) gives them: .NET resolves a link only in the last name of a path.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;
    private const int TooManyLinks = 40; // ELOOP

    /// <summary>Follows every link of a path; names from the first missing one on are kept as they are.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">The links go round in circles.</exception>
    public static string Of(string path)
    {
        var left = new Stack<string>();
        var real = Split(path, left);
        for (var links = 0; left.TryPop(out var name);)
        {
            if (name == ".") continue;
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks) throw new IOException("too many symbolic links", TooManyLinks);
            if (Path.IsPathRooted(target)) real = Split(target, left);
            else Push(target, left);
        }

        return real;
    }

    /// <summary>Whether a path is a directory or lies below it; both without links.</summary>
    public static bool IsWithin(string directory, string path) =>
        path.StartsWith(directory, StringComparison.Ordinal)
        && (path.Length == directory.Length || Path.EndsInDirectorySeparator(directory) || path[directory.Length] == Path.DirectorySeparatorChar);

    private static string Split(string path, Stack<string> left)
    {
        var root = Path.GetPathRoot(path)!;
        Push(path[root.Length..], left);
        return root;
    }

    private static void Push(string path, Stack<string> left)
    {
        foreach (var name in path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse()) left.Push(name);
    }
}
