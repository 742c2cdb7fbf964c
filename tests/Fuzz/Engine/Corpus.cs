namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>The inputs of an entry that are known to be worth trying, a file each.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string entry)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus", entry);
        return [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];
    }
}
