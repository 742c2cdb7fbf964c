using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>The lines of LIST, which no RFC gives a form (RFC 959 §4.1.3): names, sizes and types of what looks like <c>ls -l</c>.</summary>
internal static partial class Listing
{
    public static string Normalize(IEnumerable<string> lines) =>
        string.Join("; ", lines.Where(line => !line.StartsWith("total ", StringComparison.Ordinal)).Select(Entry).OfType<string>().Order(StringComparer.Ordinal));

    /// <summary>The lines of MLSD (RFC 3659 §7.2).</summary>
    public static string NormalizeFacts(IEnumerable<string> lines) => string.Join("; ", lines.Select(Facts).OfType<string>().Order(StringComparer.Ordinal));

    private static string? Facts(string line)
    {
        if (line.Split(' ', 2) is not [var before, var name]) return line;
        var facts = before.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(fact => fact.Split('=', 2)).ToLookup(f => f[0], f => f[^1], StringComparer.OrdinalIgnoreCase);
        return facts["type"].SingleOrDefault()?.ToLowerInvariant() switch
        {
            "cdir" or "pdir" => null,
            "file" => $"{name} {facts["size"].SingleOrDefault()}",
            "dir" => $"{name} d",
            _ => line,
        };
    }

    private static string? Entry(string line)
    {
        if (LinePattern().Match(line) is not { Success: true } match) return line;
        var (type, name) = (match.Groups["type"].Value, match.Groups["name"].Value);
        if (name is "." or "..") return null;

        // What a directory's size means is the file system's matter; a link may be shown as what it leads to.
        return type == "-" ? $"{name} {match.Groups["size"].Value}" : $"{name} {type}";
    }

    [GeneratedRegex(@"^\s*(?<type>[-dlbcps])[-rwxsStT]{9}[+.@]?\s+\d+\s+\S+\s+\S+\s+(?<size>\d+)\s+\w{3}\s+\d+\s+[\d:]+ (?<name>.*)$")]
    private static partial Regex LinePattern();
}
