using System.Globalization;
using System.Security.Cryptography;

namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>A tree of files whose names are everything that a name may be, and what is below a directory, to be compared.</summary>
internal static class OddTree
{
    private const int Directories = 40;

    private static readonly DateTime Modified = new(2023, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    private static readonly string[] Names =
    [
        "plain{0}.txt", "two words {0}", " blank before {0}", "blank behind {0} ", "-dash{0}", "--help{0}", ".hidden{0}", "..two dots{0}", "quote\"{0}\"", "it's {0}",
        "[brackets]{0}", "{{braces}}{0}", "(round) {0}", "star*{0}", "question?{0}", "hash#{0}", "percent%41{0}", "~tilde{0}", "back\\slash{0}", "semi;colon&and{0}",
        "dollar$(x){0}", "comma,{0}", "colon:{0}", "a -> b {0}", "ünïcödé {0}", "日本語{0}", "😀 emoji {0}", "e\u0301 combined {0}", "download{0}.part", "equals=plus+{0}",
        "☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃{0}",
    ];

    /// <summary>Makes it, with so many files; every tenth is empty.</summary>
    public static void Create(string root, int files)
    {
        for (var i = 0; i < files; i++)
        {
            var directory = Path.Combine(root, DirectoryName(i % Directories));
            Directory.CreateDirectory(directory);
            var bytes = new byte[i % 10 == 0 ? 0 : i % 97 == 0 ? 300_000 : (i * 7919) % 5000];
            new Random(i).NextBytes(bytes);
            var file = Path.Combine(directory, string.Format(CultureInfo.InvariantCulture, Names[i % Names.Length], i));
            File.WriteAllBytes(file, bytes);
            File.SetLastWriteTimeUtc(file, Modified.AddMinutes(i));
        }

        Directory.CreateDirectory(Path.Combine(root, "empty directory"));
    }

    /// <summary>A line for each file and directory: its path, its hash and, if asked for, its time in whole seconds.</summary>
    public static IReadOnlyList<string> Describe(string root, bool withTimes = false) =>
    [
        .. new DirectoryInfo(root).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(entry => $"{Path.GetRelativePath(root, entry.FullName)} {Content(entry, withTimes)}").Order(StringComparer.Ordinal),
    ];

    private static string DirectoryName(int number) => number % 4 == 0
        ? Path.Combine($"level {number} é", "[below]", "-deeper", $"{number}")
        : string.Format(CultureInfo.InvariantCulture, Names[number % Names.Length], $" directory {number}");

    private static string Content(FileSystemInfo entry, bool withTimes)
    {
        if (entry is not FileInfo file) return "directory";
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName)));
        return withTimes ? $"{hash} {file.LastWriteTimeUtc:s}" : hash;
    }
}
