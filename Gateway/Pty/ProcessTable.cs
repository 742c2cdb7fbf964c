using System.Globalization;

namespace SocketGateway.Gateway.Pty;

/// <summary>Which processes belong to which session, from <c>/proc</c>.</summary>
internal static class ProcessTable
{
    /// <summary>The live processes of all sessions.</summary>
    public static ILookup<int, int> BySession() =>
        Directory.EnumerateDirectories("/proc").Select(Read).OfType<(int Process, int Session)>().ToLookup(p => p.Session, p => p.Process);

    /// <summary>
    /// The process and its session from its <c>stat</c>; null for a zombie. The second field is a name in brackets and may hold anything, brackets too.
    /// </summary>
    public static (int Process, int Session)? Parse(string stat)
    {
        var name = stat.IndexOf(' ', StringComparison.Ordinal);
        var end = stat.LastIndexOf(')');
        if (name < 0 || end < 0 || !int.TryParse(stat.AsSpan(0, name), CultureInfo.InvariantCulture, out var process)) return null;

        // state ppid pgrp session ...
        var fields = stat[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4 || fields[0] is "Z" or "X" || !int.TryParse(fields[3], CultureInfo.InvariantCulture, out var session)) return null;
        return (process, session);
    }

    private static (int Process, int Session)? Read(string directory)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(directory)[0])) return null;
        try
        {
            return Parse(File.ReadAllText(Path.Combine(directory, "stat")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at.
            return null;
        }
    }
}
