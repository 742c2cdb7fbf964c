using System.Collections.Immutable;

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
    /// <param name="ipv6">Whether the control connection is IPv6; not so for an IPv4 address mapped to IPv6.</param>
    public static FtpStep Open(FtpPolicy policy, bool ipv6) => Say(new FtpState { Ipv6 = ipv6 }, new FtpReply(220, policy.Greeting));

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
        FtpVerbs.Rules.TryGetValue(verb, out var rules) && rules.HasFlag(FtpVerbRules.DuringTransfer);

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
        if (Objection(state, command) is { } objection)
            return Say(state, objection);
        var argument = command.Argument;
        return command.Verb switch
        {
            "USER" => User(policy, state, argument),
            "PASS" => Password(policy, state, argument),
            "REIN" => Reinitialize(policy, state),
            "QUIT" => Quit(state),
            "ACCT" or "ALLO" => Say(state, FtpReplies.Superfluous),
            "CWD" or "XCWD" => OnPath(state, argument, path => new FtpEffect.ChangeDirectory(path)),
            "CDUP" or "XCUP" => Do(state, new FtpEffect.ChangeDirectory(FtpPath.Parent(state.Directory))),
            "PWD" or "XPWD" => Say(state, FtpReplies.Directory(state.Directory)),
            "TYPE" => Type(state, argument),
            "STRU" => Say(state, OneOf(argument, "F", "R", "P")),
            "MODE" => Say(state, OneOf(argument, "S", "B", "C")),
            "PASV" => Pasv(state),
            "EPSV" => Epsv(state, argument.Trim().ToUpperInvariant()),
            "RETR" => Retrieve(state, argument),
            "STOR" => Store(state, argument),
            "LIST" => List(state, argument, FtpTransferKind.List),
            "NLST" => List(state, argument, FtpTransferKind.Nlst),
            "REST" => Restart(state, argument),
            "ABOR" => Abort(state),
            "SIZE" when state.Type == FtpType.Ascii => Say(state, FtpReplies.SizeNeedsImage),
            "SIZE" => OnPath(state, argument, path => new FtpEffect.FileSize(path)),
            "MDTM" => OnPath(state, argument, path => new FtpEffect.ModificationTime(path)),
            "NOOP" => Say(state, FtpReplies.Ok),
            "SYST" => Say(state, FtpReplies.System),
            "STAT" => Say(state, argument.Length == 0 ? FtpReplies.Status(state) : FtpReplies.ParameterNotImplemented),
            "HELP" => Say(state, FtpReplies.Help),
            "FEAT" => Say(state, FtpReplies.Features),
            "OPTS" => Say(state, Options(argument)),
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
            FtpEvent.Refused answer => Refused(state, answer.Failure),
            FtpEvent.TransferStarted started => Started(state, started),
            FtpEvent.TransferEnded ended => Ended(state, ended.Failure),
            FtpEvent.ShuttingDown => ShutDown(state),
            FtpEvent.TimedOut when state.Transfer is null => Close(state, FtpReplies.Timeout),
            _ => new FtpStep(state, []),
        };
    }

    private static FtpReply? Objection(FtpState state, FtpCommandLine command)
    {
        if (command.Fault is not null)
            return command.Fault;
        if (!FtpVerbs.Rules.TryGetValue(command.Verb, out var rules))
            return FtpReplies.UnknownCommand;
        if (rules.HasFlag(FtpVerbRules.NotImplemented))
            return command.Verb is "PORT" or "EPRT" ? FtpReplies.NoActiveMode : FtpReplies.NotImplemented;
        if (!rules.HasFlag(FtpVerbRules.BeforeLogin) && state.Login != FtpLogin.Done)
            return FtpReplies.LoginPlease;
        if (rules.HasFlag(FtpVerbRules.NeedsArgument) && command.Argument.Length == 0)
            return FtpReplies.ArgumentNeeded;
        if (rules.HasFlag(FtpVerbRules.NoArgument) && !string.IsNullOrWhiteSpace(command.Argument))
            return FtpReplies.ArgumentUnexpected;
        return null;
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
    private static FtpReply Options(string argument) => argument.Trim().ToUpperInvariant() switch
    {
        "UTF8" or "UTF8 ON" => FtpReplies.Ok,
        "UTF8 OFF" => FtpReplies.ParameterNotImplemented,
        _ => FtpReplies.UnknownOption,
    };

    private static FtpStep OnPath(FtpState state, string argument, Func<string, FtpEffect> question) =>
        FtpPath.TryResolve(state.Directory, argument, out var path) ? Do(state, question(path)) : Say(state, FtpReplies.BadPath);

    private static FtpStep Say(FtpState state, FtpReply reply) => new(state, [new FtpEffect.Reply(reply)]);

    private static FtpStep Do(FtpState state, FtpEffect effect) => new(state, [effect]);
}
