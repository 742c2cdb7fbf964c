using System.Collections.Immutable;
using System.Net;

namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// The control connection of an FTP server as a pure function: state and command, or state and event, to state and effects.
/// <para>
/// The session parses a line, asks <see cref="CanHandle"/> and, if so, calls <c>Handle</c> and performs the effects in order; an effect
/// that is a question it answers at once by an event. Then it commits: consumed line, state, replies. A line that cannot be
/// handled now stays unconsumed, and so do all after it, until the transfer has ended.
/// </para>
/// </summary>
public static partial class FtpMachine
{
    /// <summary>A new connection: the greeting.</summary>
    /// <param name="policy">The operator's choices.</param>
    /// <param name="client">The client's address.</param>
    /// <param name="secure">Whether the connection is encrypted from its first byte; data connections are then, too, unless PROT C is said.</param>
    public static FtpStep Open(FtpPolicy policy, IPAddress client, bool secure = false) =>
        Say(new FtpState { Client = FtpAddress.Text(client), Secure = secure, PrivateData = secure }, new FtpReply(220, policy.Greeting));

    /// <summary>What a session has to do first that took over from a lost one: go on with the transfer, if one was under way.</summary>
    /// <param name="state">The last committed state.</param>
    public static ImmutableArray<FtpEffect> Resume(FtpState state) =>
        state.Transfer is { } transfer ? [new FtpEffect.RunTransfer(transfer)] : [];

    /// <summary>Whether this command can be handled now; if not, it waits for the end of the transfer.</summary>
    /// <param name="state">The current state.</param>
    /// <param name="command">The next command.</param>
    public static bool CanHandle(FtpState state, FtpCommandLine command) =>
        state.Transfer is null || CanHandleDuringTransfer(command.Verb);

    /// <summary>
    /// Whether commands of this verb are handled while a transfer is under way: ABOR, NOOP, QUIT and STAT. Malformed lines wait too.
    /// </summary>
    /// <param name="verb">Verb in upper case.</param>
    public static bool CanHandleDuringTransfer(string verb) =>
        FtpVerbs.All.TryGetValue(verb, out var known) && known.Has(FtpVerbRules.DuringTransfer);

    /// <summary>Handles the next command of the client.</summary>
    /// <param name="policy">The operator's choices.</param>
    /// <param name="state">The current state.</param>
    /// <param name="command">The command.</param>
    /// <exception cref="InvalidOperationException">The command has to wait, see <see cref="CanHandle"/>.</exception>
    public static FtpStep Handle(FtpPolicy policy, FtpState state, FtpCommandLine command)
    {
        if (state.Closing == FtpClosing.Closed)
            return new FtpStep(state, []);
        if (!CanHandle(state, command))
            throw new InvalidOperationException($"{command.Verb} has to wait for the end of the transfer.");

        // RFC 959 §4.1.3: RNTO must follow immediately.
        var source = state.RenameFrom;
        state = source is null ? state : state with { RenameFrom = null };
        if (Objection(policy, state, command) is { } objection)
            return Say(state, objection);
        var argument = command.Argument;
        return command.Verb switch
        {
            "USER" => User(policy, state, argument),
            "PASS" => Password(policy, state, argument),
            "AUTH" => Authenticate(state, argument.Trim().ToUpperInvariant()),
            "PBSZ" => BufferSize(state, argument),
            "PROT" => Protect(policy, state, argument.Trim().ToUpperInvariant()),
            "REIN" => Reinitialize(policy, state),
            "QUIT" => Quit(state),
            "ACCT" => Say(state, FtpReplies.Superfluous),
            "ALLO" => Say(state, IsSize(argument) ? FtpReplies.Superfluous : FtpReplies.BadArgument),
            "CWD" or "XCWD" => Enter(policy, state, argument),
            "CDUP" or "XCUP" => Do(state, new FtpEffect.ChangeDirectory(FtpPath.Parent(state.Directory))),
            "PWD" or "XPWD" => Say(state, FtpReplies.Directory(state.Directory)),
            "TYPE" => Type(state, argument),
            "STRU" => Say(state, OneOf(argument, "F", "R", "P")),
            "MODE" => Say(state, OneOf(argument, "S", "B", "C")),
            "PASV" => Pasv(state),
            "EPSV" => Epsv(state, argument.Trim().ToUpperInvariant()),
            "PORT" => Port(state, argument),
            "EPRT" => Eprt(state, argument),
            "RETR" => Retrieve(policy, state, argument),
            "STOR" => Store(policy, state, argument, FtpTransferKind.Stor),
            "APPE" => Store(policy, state, argument, FtpTransferKind.Appe),
            "STOU" => Store(policy, state, argument.Length == 0 ? UniqueName : argument, FtpTransferKind.Stou),
            "LIST" => List(policy, state, argument, FtpTransferKind.List),
            "NLST" => List(policy, state, argument, FtpTransferKind.Nlst),
            "MLSD" => ListWithFacts(policy, state, argument),
            "MLST" => OnReadable(policy, state, argument, path => new FtpEffect.Describe(path)),
            "REST" => Restart(state, argument),
            "ABOR" => Abort(state),
            "SIZE" when state.Type == FtpType.Ascii => Say(state, FtpReplies.SizeNeedsImage),
            "SIZE" => OnReadable(policy, state, argument, path => new FtpEffect.FileSize(path)),
            "MDTM" => OnReadable(policy, state, argument, path => new FtpEffect.ModificationTime(path)),
            "MFMT" => SetTime(state, argument),
            "RNFR" => OnPath(state, FtpRights.Write | FtpRights.Delete, argument, path => new FtpEffect.FindSource(path)),
            "RNTO" when source is null => Say(state, FtpReplies.RenameFromFirst),
            "RNTO" => OnPath(state, FtpRights.Write | FtpRights.Delete, argument, path => new FtpEffect.Rename(source, path)),
            "DELE" => OnPath(state, FtpRights.Delete, argument, path => new FtpEffect.DeleteFile(path)),
            "RMD" or "XRMD" => OnPath(state, FtpRights.Delete, argument, path => new FtpEffect.DeleteDirectory(path)),
            "MKD" or "XMKD" => OnPath(state, FtpRights.MakeDirectories, argument, path => new FtpEffect.MakeDirectory(path)),
            "SITE" => Site(state, argument),
            "NOOP" => Say(state, FtpReplies.Ok),
            "SYST" => Say(state, FtpReplies.System),
            "STAT" when argument.Length == 0 => Say(state, FtpReplies.Status(state)),
            "STAT" => Show(policy, state, argument),
            "HELP" => Say(state, argument.Length == 0 ? FtpReplies.Help : FtpReplies.HelpFor(argument.Trim())),
            "FEAT" => Say(state, FtpReplies.Features(policy, state)),
            "OPTS" => Options(state, argument.Trim()),
            _ => throw new InvalidOperationException($"{command.Verb} has rules but no handler."),
        };
    }

    /// <summary>Handles what the session reports.</summary>
    /// <param name="policy">The operator's choices.</param>
    /// <param name="state">The current state.</param>
    /// <param name="happened">What happened. What does not fit the state has no effects.</param>
    public static FtpStep Handle(FtpPolicy policy, FtpState state, FtpEvent happened)
    {
        if (state.Closing == FtpClosing.Closed)
            return new FtpStep(state, []);
        return happened switch
        {
            FtpEvent.PasswordChecked answer => PasswordChecked(policy, state, answer),
            FtpEvent.PassiveOpened answer => PassiveOpened(state, answer),
            FtpEvent.DirectoryEntered answer => Say(state with { Directory = answer.Path }, FtpReplies.DirectoryChanged),
            FtpEvent.SizeFound answer => Say(state, FtpReplies.Size(answer.Size)),
            FtpEvent.TimeFound answer => Say(state, FtpReplies.Time(answer.Modified)),
            FtpEvent.Described answer => Say(state, FtpReplies.Described(state, answer.Path, answer.Entry)),
            FtpEvent.Listed answer => Say(state, FtpReplies.Listed(answer)),
            FtpEvent.Done { Question: FtpEffect.FindSource source } => Say(state with { RenameFrom = source.Path }, FtpReplies.Done(source)),
            FtpEvent.Done answer => Say(state, FtpReplies.Done(answer.Question)),
            FtpEvent.Refused { Failure: FtpFailure.TooManyLogins } => Close(state, FtpReplies.Failed(FtpFailure.TooManyLogins)),
            FtpEvent.Refused answer => Refused(state, answer.Failure),
            FtpEvent.TransferStarted started => Started(state, started),
            FtpEvent.TransferEnded ended => Ended(state, ended.Failure),
            FtpEvent.ShuttingDown => ShutDown(state),
            FtpEvent.TimedOut when state.Transfer is null => Close(state, FtpReplies.Timeout),
            _ => new FtpStep(state, []),
        };
    }

    private static FtpReply? Objection(FtpPolicy policy, FtpState state, FtpCommandLine command)
    {
        if (command.Fault is not null)
            return command.Fault;
        if (!FtpVerbs.All.TryGetValue(command.Verb, out var verb))
            return FtpReplies.UnknownCommand;
        if (verb.Has(FtpVerbRules.NotImplemented) || (verb.Has(FtpVerbRules.NeedsTls) && policy.Tls == FtpTls.Off))
            return FtpReplies.NotImplemented;
        if (!verb.Has(FtpVerbRules.BeforeLogin) && state.Login != FtpLogin.Done)
            return FtpReplies.LoginPlease;
        if (verb.Has(FtpVerbRules.NeedsArgument) && command.Argument.Length == 0)
            return FtpReplies.ArgumentNeeded;
        if (verb.Has(FtpVerbRules.NoArgument) && !string.IsNullOrWhiteSpace(command.Argument))
            return FtpReplies.ArgumentUnexpected;
        return verb.Has(FtpVerbRules.Transfers) && policy.Tls == FtpTls.Required && !state.PrivateData ? FtpReplies.DataNeedsTls : null;
    }

    private static FtpStep Type(FtpState state, string argument)
    {
        FtpType? type = argument.Trim().ToUpperInvariant() switch
        {
            "A" or "A N" => FtpType.Ascii,
            "I" or "L 8" => FtpType.Image,
            _ => null,
        };
        if (type is { } known)
            return Say(state with { Type = known }, FtpReplies.Ok);
        var exists = "AELael".Contains(argument[0], StringComparison.Ordinal);
        return Say(state, exists ? FtpReplies.ParameterNotImplemented : FtpReplies.BadArgument);
    }

    private static FtpReply OneOf(string argument, string done, params ReadOnlySpan<string> known)
    {
        var value = argument.Trim().ToUpperInvariant();
        if (value == done)
            return FtpReplies.Ok;
        return known.Contains(value) ? FtpReplies.ParameterNotImplemented : FtpReplies.BadArgument;
    }

    /// <summary>RFC 2389 §4. UTF-8 is all there is; clients switch it on all the same, and cannot switch it off.</summary>
    private static FtpStep Options(FtpState state, string argument)
    {
        const string Facts = "MLST";
        if (argument.Equals(Facts, StringComparison.OrdinalIgnoreCase) || argument.StartsWith(Facts + ' ', StringComparison.OrdinalIgnoreCase))
        {
            var (facts, reply) = FtpReplies.ChooseFacts(argument[Facts.Length..].TrimStart());
            return Say(state with { Facts = facts }, reply);
        }
        return Say(state, argument.ToUpperInvariant() switch
        {
            "UTF8" or "UTF8 ON" => FtpReplies.Ok,
            "UTF8 OFF" => FtpReplies.ParameterNotImplemented,
            _ => FtpReplies.UnknownOption,
        });
    }

    private static FtpStep Say(FtpState state, FtpReply reply) => new(state, [new FtpEffect.Reply(reply)]);

    private static FtpStep Do(FtpState state, FtpEffect effect) => new(state, [effect]);
}
