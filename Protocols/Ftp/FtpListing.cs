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
        var mode = (entry.IsDirectory, entry.CanWrite) switch
        {
            (true, true) => "drwxr-xr-x",
            (true, false) => "dr-xr-xr-x",
            (false, true) => "-rw-r--r--",
            (false, false) => "-r--r--r--",
        };
        var modified = entry.Modified.ToUniversalTime();
        var recent = modified <= now && now - modified < Recent;
        var time = modified.ToString(recent ? "HH:mm" : "yyyy", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{mode}    1 ftp      ftp      {entry.Size,12} {modified:MMM} {modified.Day,2} {time,5} {FtpReply.Printable(entry.Name)}");
    }
}
