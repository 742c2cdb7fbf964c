using System.Globalization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>The replies of <see cref="FtpMachine"/> (RFC 959 §4.2, §5.4). Texts name nothing that the client did not name.</summary>
internal static class FtpReplies
{
    private static readonly (FtpFacts Fact, string Name)[] FactNames =
    [
        (FtpFacts.Type, "type"), (FtpFacts.Size, "size"), (FtpFacts.Modify, "modify"), (FtpFacts.Perm, "perm"), (FtpFacts.UnixMode, "UNIX.mode"),
    ];

    public static readonly FtpReply Ok = new(200, "OK.");
    public static readonly FtpReply Superfluous = new(202, "Not needed here.");
    public static readonly FtpReply System = new(215, "UNIX Type: L8");
    public static readonly FtpReply Goodbye = new(221, "Goodbye.");
    public static readonly FtpReply NothingToAbort = new(225, "No transfer to abort.");
    public static readonly FtpReply TransferComplete = new(226, "Transfer complete.");
    public static readonly FtpReply Aborted = new(226, "Abort successful.");
    public static readonly FtpReply LoggedIn = new(230, "Login successful.");
    public static readonly FtpReply DirectoryChanged = new(250, "Directory changed.");
    public static readonly FtpReply PasswordPlease = new(331, "Password required.");
    public static readonly FtpReply AnonymousPlease = new(331, "Anonymous login: any password will do.");

    public static readonly FtpReply ServiceCloses = new(421, "The service is closing, please connect again.");
    public static readonly FtpReply Timeout = new(421, "Closing after a long silence.");
    public static readonly FtpReply TooManyLogins = new(421, "Too many failed logins.");
    public static readonly FtpReply PassiveFirst = new(425, "Use EPSV, PASV, EPRT or PORT first.");
    public static readonly FtpReply PasvNeedsIpv4 = new(425, "PASV cannot show an IPv6 address, use EPSV.");
    public static readonly FtpReply TransferAborted = new(426, "Transfer aborted.");

    public static readonly FtpReply UnknownCommand = new(500, "Unknown command.");
    public static readonly FtpReply LineTooLong = new(500, $"Line longer than {FtpCommandLine.MaxBytes} bytes.");
    public static readonly FtpReply UnknownSite = new(500, "Unknown SITE command, see SITE HELP.");
    public static readonly FtpReply NotYourAddress = new(500, "Only your own address, and a port above 1023.");
    public static readonly FtpReply ControlCharacter = new(500, "Control character in the command.");
    public static readonly FtpReply NotUtf8 = new(501, "Names are UTF-8 here.");
    public static readonly FtpReply ArgumentNeeded = new(501, "Argument missing.");
    public static readonly FtpReply ArgumentUnexpected = new(501, "This command takes no argument.");
    public static readonly FtpReply BadArgument = new(501, "Argument not understood.");
    public static readonly FtpReply BadPath = new(501, "Not a usable path.");
    public static readonly FtpReply UnknownOption = new(501, "Unknown option.");
    public static readonly FtpReply NotImplemented = new(502, "Command not implemented.");
    public static readonly FtpReply ReinOverTls = new(502, "An encrypted connection cannot begin anew.");
    public static readonly FtpReply UserFirst = new(503, "Send USER first.");
    public static readonly FtpReply AlreadyLoggedIn = new(503, "Already logged in.");
    public static readonly FtpReply RenameFromFirst = new(503, "Send RNFR right before RNTO.");
    public static readonly FtpReply AuthFirst = new(503, "Send AUTH TLS first.");
    public static readonly FtpReply AuthTwice = new(503, "The connection is encrypted already.");
    public static readonly FtpReply BufferSizeFirst = new(503, "Send PBSZ 0 first.");
    public static readonly FtpReply EpsvOnly = new(503, "Only EPSV after EPSV ALL.");
    public static readonly FtpReply ParameterNotImplemented = new(504, "Not implemented for this parameter.");
    public static readonly FtpReply UnknownMechanism = new(504, "AUTH TLS is what there is.");
    public static readonly FtpReply DataNeedsTls = new(521, "Data connections must be encrypted: PBSZ 0, PROT P.");
    public static readonly FtpReply UseIpv4 = new(522, "Network protocol not supported, use (1).");
    public static readonly FtpReply UseIpv6 = new(522, "Network protocol not supported, use (2).");
    public static readonly FtpReply LoginPlease = new(530, "Please log in with USER and PASS.");
    public static readonly FtpReply LoginNeedsTls = new(530, "Logins must be encrypted: AUTH TLS.");
    public static readonly FtpReply LoginFailed = new(530, "Login incorrect.");
    public static readonly FtpReply NoSuchProtection = new(536, "PROT C or PROT P.");
    public static readonly FtpReply Denied = new(550, "Permission denied.");
    public static readonly FtpReply SizeNeedsImage = new(550, "SIZE is not available in TYPE A.");
    public static readonly FtpReply CannotRestart = new(554, "REST is for RETR and STOR.");
    public static readonly FtpReply RestartNeedsImage = new(555, "REST needs TYPE I.");

    public static readonly FtpReply Help = new(214, $"Commands:\n{FtpVerbs.Help}\nEnd");
    public static readonly FtpReply SiteHelp = new(214, "SITE commands:\nCHMOD <mode> <path>\nHELP\nEnd");

    /// <summary>RFC 2389 §3.2: one feature a line, each after one space, which is how all middle lines are written.</summary>
    public static FtpReply Features(FtpPolicy policy, FtpState state)
    {
        var secure = policy.Tls == FtpTls.Off ? "" : "AUTH TLS\nPBSZ\nPROT\n";
        var facts = string.Concat(FactNames.Select(fact => fact.Name + (state.Facts.HasFlag(fact.Fact) ? "*;" : ";")));
        return new FtpReply(211, $"Extensions supported:\n{secure}EPRT\nEPSV\nMDTM\nMFMT\nMLST {facts}\nREST STREAM\nSIZE\nTVFS\nUTF8\nEnd");
    }

    /// <summary>RFC 3659 §7.8: facts that are not known are not chosen.</summary>
    public static (FtpFacts Facts, FtpReply Reply) ChooseFacts(string wanted)
    {
        var names = wanted.Split(';');
        var chosen = FactNames.Where(fact => names.Contains(fact.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var shown = string.Concat(chosen.Select(fact => fact.Name + ';'));
        return (chosen.Aggregate(FtpFacts.None, (all, fact) => all | fact.Fact), new FtpReply(200, $"MLST OPTS {shown}".TrimEnd()));
    }

    public static FtpReply HelpFor(string verb) => FtpVerbs.All.TryGetValue(verb.ToUpperInvariant(), out var known) && !known.Has(FtpVerbRules.NotImplemented)
        ? new FtpReply(214, $"Syntax: {verb.ToUpperInvariant()} {known.Syntax}".TrimEnd())
        : new FtpReply(501, "No such command.");

    public static FtpReply Failed(FtpFailure failure, FtpTransfer? transfer = null) => failure switch
    {
        FtpFailure.NotFound => new(550, "No such file or directory."),
        FtpFailure.Denied => new(550, "Permission denied."),
        FtpFailure.NotAFile => new(550, "Not a plain file."),
        FtpFailure.NotADirectory when transfer?.Kind == FtpTransferKind.Mlsd => new(501, "MLSD is for directories."),
        FtpFailure.NotADirectory => new(550, "Not a directory."),
        FtpFailure.NotEmpty => new(550, "Directory is not empty."),
        FtpFailure.Exists => new(transfer is null ? 550 : 553, "That name is taken."),
        FtpFailure.Busy => new(450, "File is in use, try again."),
        FtpFailure.NameNotAllowed => new(553, "File name not allowed."),
        FtpFailure.InvalidRestart => new(554, "REST offset is beyond the end of the file."),
        FtpFailure.StorageFull => new(452, "No space left."),
        FtpFailure.IoError => new(451, "Reading or writing failed."),
        FtpFailure.NotSupported => new(504, "Not possible on this platform."),
        FtpFailure.TooManyLogins => new(421, "Too many logins at this moment, please try again."),
        FtpFailure.NoDataConnection => new(425, "No data connection."),
        FtpFailure.ConnectionLost => new(426, "Data connection lost."),
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    public static FtpReply Directory(string path) => new(257, $"{FtpReply.Quote(path)} is the working directory.");

    public static FtpReply RestartAt(long offset) => new(350, Invariant($"Restarting at {offset}."));

    public static FtpReply Size(long bytes) => new(213, Invariant($"{bytes}"));

    public static FtpReply Time(DateTimeOffset modified) => new(213, FtpTime.Format(modified));

    /// <summary>What was asked for was done.</summary>
    public static FtpReply Done(FtpEffect question) => question switch
    {
        FtpEffect.FindSource => new(350, "Ready for RNTO."),
        FtpEffect.Rename => new(250, "Renamed."),
        FtpEffect.DeleteFile => new(250, "Deleted."),
        FtpEffect.DeleteDirectory => new(250, "Directory deleted."),
        FtpEffect.MakeDirectory made => new(257, $"{FtpReply.Quote(made.Path)} was made."),
        FtpEffect.SetTime set => new(213, $"Modify={FtpTime.Format(set.Modified)}; {set.Path}"),
        FtpEffect.SetMode => new(200, "Mode set."),
        _ => throw new ArgumentException($"{question.GetType().Name} has an answer of its own.", nameof(question)),
    };

    /// <summary>RFC 3659 §7.3: the facts on a line of their own, with the whole path.</summary>
    public static FtpReply Described(FtpState state, string path, in FtpEntry entry) =>
        new(250, $"Listing:\n{FtpListing.Facts(entry, state.Facts, state.Rights)}{path}\nEnd");

    public static FtpReply Listed(FtpEvent.Listed listed)
    {
        var lines = string.Concat(listed.Entries.Select(entry => FtpListing.Line(entry, listed.Now) + '\n'));
        var more = listed.More ? "There is more: use LIST.\n" : "";
        return new FtpReply(listed.IsFile ? 213 : 212, $"Status of {FtpReply.Quote(listed.Path)}:\n{lines}{more}End");
    }

    public static FtpReply Opening(FtpTransfer transfer, long? size)
    {
        // A client learns the name that STOU has given from this very form (RFC 1123 §4.1.2.9).
        if (transfer.Kind == FtpTransferKind.Stou)
            return new FtpReply(150, $"FILE: {transfer.Path}");
        var what = transfer.IsListing ? "the listing" : FtpReply.Quote(FtpPath.Name(transfer.Path));
        var mode = transfer.Type == FtpType.Ascii ? "ASCII" : "BINARY";
        var bytes = size is { } length ? Invariant($" ({length} bytes)") : "";
        return new FtpReply(150, $"Opening {mode} mode data connection for {what}{bytes}.");
    }

    public static FtpReply Status(FtpState state)
    {
        var transfer = state.Transfer switch
        {
            null when state.Passive => "Passive channel open",
            null when state.ActivePort > 0 => Invariant($"Active mode to port {state.ActivePort}"),
            null => "No data connection",
            { IsListing: true } list => $"Listing of {FtpReply.Quote(list.Path)}",
            var file => Invariant($"{file.Kind} of {FtpReply.Quote(file.Path)}, at byte {file.Offset}"),
        };
        var secure = (state.Secure, state.PrivateData) switch
        {
            (false, _) => "Not encrypted",
            (true, false) => "Control connection encrypted",
            (true, true) => "Control and data connections encrypted",
        };
        return new FtpReply(211, $"Status:\nLogged in as {state.User}\n{secure}\nTYPE {state.Type}, STRU File, MODE Stream\n"
            + $"Working directory {FtpReply.Quote(state.Directory)}\n{transfer}\nEnd");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
