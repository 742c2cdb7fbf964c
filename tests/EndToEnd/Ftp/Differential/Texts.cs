namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>The text files beside these sources, which are embedded.</summary>
internal static class Texts
{
    private const string Prefix = "Ftp/Differential/";

    /// <summary>The files of a folder, or the one file of this name.</summary>
    public static IEnumerable<string> Below(string path)
    {
        var assembly = typeof(Texts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix + path, StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    /// <summary>Lines that say something.</summary>
    public static List<string> Lines(string text) =>
        [.. text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith('#'))];

    public static string[] Fields(string line) => line.Split(" :: ", StringSplitOptions.TrimEntries);
}
