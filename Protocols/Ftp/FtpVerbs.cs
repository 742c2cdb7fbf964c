using System.Collections.Frozen;
using static SocketGateway.Protocols.Ftp.FtpVerbRules;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Every verb that the machine knows, with its rules.</summary>
internal static class FtpVerbs
{
    private const string PathName = "<path>";

    public static readonly FrozenDictionary<string, FtpVerb> All = new Dictionary<string, FtpVerb>
    {
        // Access control (RFC 959 §4.1.1)
        ["USER"] = new(BeforeLogin | NeedsArgument, "<name>"),
        ["PASS"] = new(BeforeLogin, "<password>"),
        ["ACCT"] = new(NeedsArgument, "<account>"),
        ["CWD"] = new(NeedsArgument, PathName),
        ["XCWD"] = new(NeedsArgument, PathName),
        ["CDUP"] = new(NoArgument),
        ["XCUP"] = new(NoArgument),
        ["REIN"] = new(BeforeLogin | NoArgument),
        ["QUIT"] = new(BeforeLogin | NoArgument | DuringTransfer),

        // Security (RFC 4217)
        ["AUTH"] = new(BeforeLogin | NeedsArgument | NeedsTls, "TLS"),
        ["PBSZ"] = new(BeforeLogin | NeedsArgument | NeedsTls, "0"),
        ["PROT"] = new(BeforeLogin | NeedsArgument | NeedsTls, "C | P"),

        // Transfer parameters (§4.1.2, RFC 2428)
        ["PORT"] = new(NeedsArgument, "h1,h2,h3,h4,p1,p2"),
        ["EPRT"] = new(NeedsArgument, "|<protocol>|<address>|<port>|"),
        ["PASV"] = new(NoArgument),
        ["EPSV"] = new(None, "[1 | 2 | ALL]"),
        ["TYPE"] = new(NeedsArgument, "A | I | L 8"),
        ["STRU"] = new(NeedsArgument, "F"),
        ["MODE"] = new(NeedsArgument, "S"),

        // Service (§4.1.3, RFC 2389, RFC 3659)
        ["RETR"] = new(NeedsArgument | Transfers, PathName),
        ["STOR"] = new(NeedsArgument | Transfers, PathName),
        ["STOU"] = new(Transfers, "[<path>]"),
        ["APPE"] = new(NeedsArgument | Transfers, PathName),
        ["LIST"] = new(Transfers, "[<path>]"),
        ["NLST"] = new(Transfers, "[<path>]"),
        ["MLSD"] = new(Transfers, "[<path>]"),
        ["MLST"] = new(None, "[<path>]"),
        ["REST"] = new(NeedsArgument, "<offset>"),
        ["SIZE"] = new(NeedsArgument, PathName),
        ["MDTM"] = new(NeedsArgument, PathName),
        ["MFMT"] = new(NeedsArgument, "<YYYYMMDDhhmmss> <path>"),
        ["ALLO"] = new(NeedsArgument, "<bytes> [R <bytes>]"),
        ["ABOR"] = new(BeforeLogin | NoArgument | DuringTransfer),
        ["RNFR"] = new(NeedsArgument, PathName),
        ["RNTO"] = new(NeedsArgument, PathName),
        ["DELE"] = new(NeedsArgument, PathName),
        ["RMD"] = new(NeedsArgument, PathName),
        ["XRMD"] = new(NeedsArgument, PathName),
        ["MKD"] = new(NeedsArgument, PathName),
        ["XMKD"] = new(NeedsArgument, PathName),
        ["PWD"] = new(NoArgument),
        ["XPWD"] = new(NoArgument),
        ["SITE"] = new(NeedsArgument, "CHMOD <mode> <path> | HELP"),
        ["SYST"] = new(BeforeLogin | NoArgument),
        ["STAT"] = new(DuringTransfer, "[<path>]"),
        ["HELP"] = new(BeforeLogin, "[<command>]"),
        ["NOOP"] = new(BeforeLogin | NoArgument | DuringTransfer),
        ["FEAT"] = new(BeforeLogin | NoArgument),
        ["OPTS"] = new(BeforeLogin | NeedsArgument, "UTF8 ON | MLST <fact>;..."),

        // Known, and said to be missing rather than mistyped
        ["ADAT"] = new(NotImplemented),
        ["CCC"] = new(NotImplemented),
        ["CONF"] = new(NotImplemented),
        ["ENC"] = new(NotImplemented),
        ["HOST"] = new(NotImplemented),
        ["LANG"] = new(NotImplemented),
        ["LPRT"] = new(NotImplemented),
        ["LPSV"] = new(NotImplemented),
        ["MIC"] = new(NotImplemented),
        ["SMNT"] = new(NotImplemented),
    }.ToFrozenDictionary();

    /// <summary>Lines of the reply to HELP: eight verbs each.</summary>
    public static readonly string Help = string.Join('\n', All
        .Where(verb => !verb.Value.Has(NotImplemented))
        .Select(verb => verb.Key)
        .Order(StringComparer.Ordinal)
        .Chunk(8)
        .Select(verbs => string.Join(' ', verbs)));
}
