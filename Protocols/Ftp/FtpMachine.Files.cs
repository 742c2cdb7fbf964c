using System.Globalization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Directories, and files as a whole (RFC 959 §4.1.3, RFC 3659).</summary>
public static partial class FtpMachine
{
    /// <summary>Entries that STAT shows at most: its reply goes out in one piece.</summary>
    private const int MostShown = 500;

    private static FtpStep Enter(FtpPolicy policy, FtpState state, string argument)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        return FtpAccess.MayEnter(policy, state, path) ? Do(state, new FtpEffect.ChangeDirectory(path)) : Say(state, FtpReplies.Denied);
    }

    private static FtpStep OnReadable(FtpPolicy policy, FtpState state, string argument, Func<string, FtpEffect> question)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        return FtpAccess.MayRead(policy, state, path) ? Do(state, question(path)) : Say(state, FtpReplies.Denied);
    }

    private static FtpStep OnPath(FtpState state, FtpRights rights, string argument, Func<string, FtpEffect> question)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        return state.Rights.HasFlag(rights) && path != FtpPath.Root ? Do(state, question(path)) : Say(state, FtpReplies.Denied);
    }

    private static FtpStep Show(FtpPolicy policy, FtpState state, string argument)
    {
        if (!FtpPath.TryResolve(state.Directory, WithoutOptions(argument), out var path))
            return Say(state, FtpReplies.BadPath);
        return FtpAccess.MayList(policy, state, path) ? Do(state, new FtpEffect.Show(path, MostShown)) : Say(state, FtpReplies.Denied);
    }

    /// <summary>MFMT: a time, one space, and a path.</summary>
    private static FtpStep SetTime(FtpState state, string argument)
    {
        var space = argument.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < argument.Length - 1 && FtpTime.TryParse(argument[..space], out var time)
            ? OnPath(state, FtpRights.Write, argument[(space + 1)..], path => new FtpEffect.SetTime(path, time))
            : Say(state, FtpReplies.BadArgument);
    }

    private static FtpStep Site(FtpState state, string argument)
    {
        var words = argument.Split(' ', 3);
        return (words[0].ToUpperInvariant(), words.Length) switch
        {
            ("HELP", _) => Say(state, FtpReplies.SiteHelp),
            ("CHMOD", 3) when words[2].Length > 0 && Mode(words[1]) is { } mode =>
                OnPath(state, FtpRights.Write, words[2], path => new FtpEffect.SetMode(path, mode)),
            ("CHMOD", _) => Say(state, FtpReplies.BadArgument),
            _ => Say(state, FtpReplies.UnknownSite),
        };
    }

    /// <summary>Octal, without the bits that would make a file run as its owner.</summary>
    private static UnixFileMode? Mode(string text)
    {
        if (text.Length is < 1 or > 4 || !text.All(c => c is >= '0' and <= '7'))
            return null;
        var bits = text.Aggregate(0, (all, digit) => (all << 3) | (digit - '0'));
        return bits <= 0x1FF ? (UnixFileMode)bits : null;
    }

    /// <summary>ALLO: bytes, and perhaps the size of a record.</summary>
    private static bool IsSize(string argument)
    {
        var words = argument.Trim().Split(' ');
        return words is [var bytes] && IsNumber(bytes)
            || words is [var all, "R" or "r", var record] && IsNumber(all) && IsNumber(record);
    }

    private static bool IsNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
