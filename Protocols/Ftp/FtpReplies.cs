using System.Globalization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>The replies of <see cref="FtpMachine"/> (RFC 959 §4.2, §5.4). Texts name nothing that the client did not name.</summary>
internal static class FtpReplies
{
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
    public static readonly FtpReply PassiveFirst = new(425, "Use EPSV or PASV first.");
    public static readonly FtpReply PasvNeedsIpv4 = new(425, "PASV cannot show an IPv6 address, use EPSV.");
    public static readonly FtpReply TransferAborted = new(426, "Transfer aborted.");

    public static readonly FtpReply UnknownCommand = new(500, "Unknown command.");
    public static readonly FtpReply LineTooLong = new(500, $"Line longer than {FtpCommandLine.MaxBytes} bytes.");
    public static readonly FtpReply ControlCharacter = new(500, "Control character in the command.");
    public static readonly FtpReply NotUtf8 = new(501, "Names are UTF-8 here.");
    public static readonly FtpReply ArgumentNeeded = new(501, "Argument missing.");
    public static readonly FtpReply ArgumentUnexpected = new(501, "This command takes no argument.");
    public static readonly FtpReply BadArgument = new(501, "Argument not understood.");
    public static readonly FtpReply BadPath = new(501, "Not a usable path.");
    public static readonly FtpReply UnknownOption = new(501, "Unknown option.");
    public static readonly FtpReply NotImplemented = new(502, "Command not implemented.");
    public static readonly FtpReply NoActiveMode = new(502, "Active mode is not available, use EPSV or PASV.");
    public static readonly FtpReply UserFirst = new(503, "Send USER first.");
    public static readonly FtpReply AlreadyLoggedIn = new(503, "Already logged in.");
    public static readonly FtpReply EpsvOnly = new(503, "Only EPSV after EPSV ALL.");
    public static readonly FtpReply ParameterNotImplemented = new(504, "Not implemented for this parameter.");
    public static readonly FtpReply RestartNeedsImage = new(504, "REST needs TYPE I.");
    public static readonly FtpReply UseIpv4 = new(522, "Network protocol not supported, use (1).");
    public static readonly FtpReply UseIpv6 = new(522, "Network protocol not supported, use (2).");
    public static readonly FtpReply LoginPlease = new(530, "Please log in with USER and PASS.");
    public static readonly FtpReply LoginFailed = new(530, "Login incorrect.");
    public static readonly FtpReply ReadOnly = new(550, "Permission denied.");
    public static readonly FtpReply SizeNeedsImage = new(550, "SIZE is not available in TYPE A.");
    public static readonly FtpReply StorCannotRestart = new(554, "REST is for RETR only.");
    public static readonly FtpReply RetrCannotRestart = new(555, "REST was for TYPE I.");

    /// <summary>RFC 2389 §3.2: one feature a line, each after one space, which is how all middle lines are written.</summary>
    public static readonly FtpReply Features = new(211, "Extensions supported:\nEPSV\nMDTM\nREST STREAM\nSIZE\nTVFS\nUTF8\nEnd");

    public static readonly FtpReply Help = new(214, $"Commands:\n{FtpVerbs.Help}\nEnd");

    public static FtpReply Failed(FtpFailure failure, bool started) => failure switch
    {
        FtpFailure.NotFound => new(550, "No such file or directory."),
        FtpFailure.Denied => new(550, "Permission denied."),
        FtpFailure.NotAFile => new(550, "Not a plain file."),
        FtpFailure.NotADirectory => new(550, "Not a directory."),
        FtpFailure.Busy => new(450, "File is in use, try again."),
        FtpFailure.NameNotAllowed => new(553, "File name not allowed."),
        FtpFailure.InvalidRestart => new(554, "REST offset is beyond the end of the file."),
        FtpFailure.StorageFull => new(started ? 552 : 452, "No space left."),
        FtpFailure.IoError => new(451, "Reading or writing failed."),
        FtpFailure.NoDataConnection => new(425, "No data connection."),
        FtpFailure.ConnectionLost => new(426, "Data connection lost."),
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    public static FtpReply Directory(string path) => new(257, $"{FtpReply.Quote(path)} is the working directory.");

    public static FtpReply RestartAt(long offset) => new(350, Invariant($"Restarting at {offset}."));

    public static FtpReply Size(long bytes) => new(213, Invariant($"{bytes}"));

    /// <summary>RFC 3659 §2.3: UTC, whole seconds.</summary>
    public static FtpReply Time(DateTimeOffset modified) => new(213, Invariant($"{modified.ToUniversalTime():yyyyMMddHHmmss}"));

    public static FtpReply Opening(FtpTransfer transfer, long? size)
    {
        var isList = transfer.Kind is FtpTransferKind.List or FtpTransferKind.Nlst;
        var what = isList ? "the listing" : FtpReply.Quote(FtpPath.Name(transfer.Path));
        var mode = transfer.Type == FtpType.Ascii ? "ASCII" : "BINARY";
        var bytes = size is { } length ? Invariant($" ({length} bytes)") : "";
        return new FtpReply(150, $"Opening {mode} mode data connection for {what}{bytes}.");
    }

    public static FtpReply Status(FtpState state)
    {
        var transfer = state.Transfer switch
        {
            null when state.Passive => "Passive channel open",
            null => "No data connection",
            { Kind: FtpTransferKind.Retr or FtpTransferKind.Stor } file =>
                Invariant($"{file.Kind} of {FtpReply.Quote(file.Path)}, at byte {file.Offset}"),
            var list => $"Listing of {FtpReply.Quote(list.Path)}",
        };
        return new FtpReply(211, $"Status:\nLogged in as {state.User}\nTYPE {state.Type}, STRU File, MODE Stream\n"
            + $"Working directory {FtpReply.Quote(state.Directory)}\n{transfer}\nEnd");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
