using System.Buffers;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Text of directory listings, in UTF-8 with CRLF whatever the TYPE (RFC 959 §4.1.3). Times are UTC.</summary>
public static class FtpListing
{
    /// <summary>Half a Gregorian year: the age at which <c>ls</c> changes from the time of day to the year.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(31_556_952 / 2);

    /// <summary>Writes one entry as <c>ls -l</c> does, the form that clients parse.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="now">Entries younger than half a year show the time of day; older ones, and those of the future, the year.</param>
    public static void WriteLine(IBufferWriter<byte> output, in FtpEntry entry, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes(Line(entry, now) + "\r\n", output);

    /// <summary>Writes one name of an NLST.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="prefix">See <see cref="FtpTransfer.Prefix"/>.</param>
    /// <param name="name">Name without its directory.</param>
    public static void WriteName(IBufferWriter<byte> output, string prefix, string name) =>
        Encoding.UTF8.GetBytes(FtpReply.Printable(prefix + name) + "\r\n", output);

    /// <summary>Writes one entry of an MLSD (RFC 3659 §7.2).</summary>
    /// <param name="output">Where to.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="facts">The facts to show.</param>
    /// <param name="rights">What the user may do.</param>
    public static void WriteFacts(IBufferWriter<byte> output, in FtpEntry entry, FtpFacts facts, FtpRights rights) =>
        Encoding.UTF8.GetBytes(Facts(entry, facts, rights) + FtpReply.Printable(entry.Name) + "\r\n", output);

    /// <summary>Whether a name matches a pattern of <c>*</c> and <c>?</c>, as <c>mget *.txt</c> sends it with NLST.</summary>
    /// <param name="pattern">The pattern; null matches all.</param>
    /// <param name="name">Name without its directory.</param>
    public static bool Matches(string? pattern, string name) =>
        pattern is null || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary>The prefix to use when the listed path turns out to be a file: without its last name.</summary>
    /// <param name="prefix">See <see cref="FtpTransfer.Prefix"/>.</param>
    public static string PrefixOfFile(string prefix) => prefix[..(prefix.TrimEnd('/').LastIndexOf('/') + 1)];

    internal static string Line(in FtpEntry entry, DateTimeOffset now)
    {
        var modified = entry.Modified.ToUniversalTime();
        var recent = modified <= now && now - modified < Recent;
        var time = modified.ToString(recent ? "HH:mm" : "yyyy", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Mode(entry)}    1 ftp      ftp      {entry.Size,12} {modified:MMM} {modified.Day,2} {time,5} {FtpReply.Printable(entry.Name)}");
    }

    /// <summary>The facts and the space behind them.</summary>
    internal static string Facts(in FtpEntry entry, FtpFacts facts, FtpRights rights)
    {
        var line = new StringBuilder();
        if (facts.HasFlag(FtpFacts.Type))
            line.Append(entry.IsDirectory ? "type=dir;" : "type=file;");
        if (facts.HasFlag(FtpFacts.Size) && !entry.IsDirectory)
            line.Append(CultureInfo.InvariantCulture, $"size={entry.Size};");
        if (facts.HasFlag(FtpFacts.Modify))
            line.Append(CultureInfo.InvariantCulture, $"modify={FtpTime.Format(entry.Modified)};");
        if (facts.HasFlag(FtpFacts.Perm))
            line.Append(CultureInfo.InvariantCulture, $"perm={Permissions(entry.IsDirectory, rights)};");
        if (facts.HasFlag(FtpFacts.UnixMode))
            line.Append(CultureInfo.InvariantCulture, $"UNIX.mode=0{Convert.ToString((int)entry.Mode & 0x1FF, 8).PadLeft(3, '0')};");
        return line.Append(' ').ToString();
    }

    /// <summary>RFC 3659 §7.5.5.</summary>
    private static string Permissions(bool isDirectory, FtpRights rights)
    {
        var (read, write, delete) = (rights.HasFlag(FtpRights.Read), rights.HasFlag(FtpRights.Write), rights.HasFlag(FtpRights.Delete));
        ReadOnlySpan<(bool Has, string Letter)> letters = isDirectory
            ? [(write, "c"), (delete, "d"), (true, "e"), (write && delete, "f"), (read, "l"), (rights.HasFlag(FtpRights.MakeDirectories), "m"), (delete, "p")]
            : [(write, "a"), (delete, "d"), (write && delete, "f"), (read, "r"), (write, "w")];
        var permissions = "";
        foreach (var (has, letter) in letters)
            permissions += has ? letter : "";
        return permissions;
    }

    private static string Mode(in FtpEntry entry)
    {
        const string Letters = "rwxrwxrwx";
        var mode = (int)entry.Mode;
        return string.Create(10, (entry.IsDirectory, mode), static (text, entry) =>
        {
            text[0] = entry.IsDirectory ? 'd' : '-';
            for (var i = 0; i < Letters.Length; i++)
                text[i + 1] = (entry.mode & (1 << (Letters.Length - 1 - i))) != 0 ? Letters[i] : '-';
        });
    }
}
