using System.Globalization;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Names of files that are still being received. Clients neither see nor can use such names.</summary>
internal static class PartName
{
    private const string Suffix = ".part";

    /// <summary>Bytes of a name that a temporary name repeats, so that it stays below the usual limit of 255.</summary>
    private const int MaxRepeated = 160;

    /// <summary>Matches them, and more; see <see cref="IsPart"/>.</summary>
    public const string Pattern = ".*" + Suffix;

    /// <summary>A name that nothing else has: of the file, its connection, and the number of the upload there.</summary>
    public static string Of(string path, string connection, int upload)
    {
        var (name, length) = (FtpPath.Name(path), 0);
        var repeated = string.Concat(name.EnumerateRunes().TakeWhile(rune => (length += rune.Utf8SequenceLength) <= MaxRepeated));
        return $".{repeated}.{connection}.{upload}{Suffix}";
    }

    /// <summary>Whether a name has the whole form of <see cref="Of"/>: other programs call their unfinished files something like it, too.</summary>
    public static bool IsOurs(string name) =>
        IsPart(name) && name.Split('.') is [.., var connection, var upload, _] && ConnectionId.TryParse(connection, out _) && int.TryParse(upload, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public static bool IsPart(string name) => name.StartsWith('.') && name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);
}
