using System.Collections.Frozen;
using static SocketGateway.Protocols.Ftp.FtpVerbRules;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Every verb that the machine knows, with its rules.</summary>
internal static class FtpVerbs
{
    public static readonly FrozenDictionary<string, FtpVerbRules> Rules = new Dictionary<string, FtpVerbRules>
    {
        // Access control (RFC 959 §4.1.1)
        ["USER"] = BeforeLogin | NeedsArgument,
        ["PASS"] = BeforeLogin,
        ["ACCT"] = NeedsArgument,
        ["CWD"] = NeedsArgument,
        ["XCWD"] = NeedsArgument,
        ["CDUP"] = NoArgument,
        ["XCUP"] = NoArgument,
        ["REIN"] = BeforeLogin | NoArgument,
        ["QUIT"] = BeforeLogin | NoArgument | DuringTransfer,

        // Transfer parameters (§4.1.2, RFC 2428)
        ["PASV"] = NoArgument,
        ["EPSV"] = None,
        ["TYPE"] = NeedsArgument,
        ["STRU"] = NeedsArgument,
        ["MODE"] = NeedsArgument,

        // Service (§4.1.3, RFC 2389, RFC 3659)
        ["RETR"] = NeedsArgument,
        ["STOR"] = NeedsArgument,
        ["LIST"] = None,
        ["NLST"] = None,
        ["REST"] = NeedsArgument,
        ["SIZE"] = NeedsArgument,
        ["MDTM"] = NeedsArgument,
        ["ALLO"] = NeedsArgument,
        ["ABOR"] = BeforeLogin | NoArgument | DuringTransfer,
        ["PWD"] = NoArgument,
        ["XPWD"] = NoArgument,
        ["SYST"] = BeforeLogin | NoArgument,
        ["STAT"] = DuringTransfer,
        ["HELP"] = BeforeLogin,
        ["NOOP"] = BeforeLogin | NoArgument | DuringTransfer,
        ["FEAT"] = BeforeLogin | NoArgument,
        ["OPTS"] = BeforeLogin | NeedsArgument,

        // Known, and said to be missing rather than mistyped
        ["PORT"] = NotImplemented,
        ["EPRT"] = NotImplemented,
        ["LPRT"] = NotImplemented,
        ["LPSV"] = NotImplemented,
        ["APPE"] = NotImplemented,
        ["STOU"] = NotImplemented,
        ["RNFR"] = NotImplemented,
        ["RNTO"] = NotImplemented,
        ["DELE"] = NotImplemented,
        ["RMD"] = NotImplemented,
        ["XRMD"] = NotImplemented,
        ["MKD"] = NotImplemented,
        ["XMKD"] = NotImplemented,
        ["SITE"] = NotImplemented,
        ["SMNT"] = NotImplemented,
        ["MLST"] = NotImplemented,
        ["MLSD"] = NotImplemented,
        ["LANG"] = NotImplemented,
        ["AUTH"] = NotImplemented,
        ["ADAT"] = NotImplemented,
        ["PBSZ"] = NotImplemented,
        ["PROT"] = NotImplemented,
        ["CCC"] = NotImplemented,
        ["CONF"] = NotImplemented,
        ["ENC"] = NotImplemented,
        ["MIC"] = NotImplemented,
    }.ToFrozenDictionary();

    /// <summary>Lines of the reply to HELP: eight verbs each.</summary>
    public static readonly string Help = string.Join('\n', Rules
        .Where(verb => !verb.Value.HasFlag(NotImplemented))
        .Select(verb => verb.Key)
        .Order(StringComparer.Ordinal)
        .Chunk(8)
        .Select(verbs => string.Join(' ', verbs)));
}
