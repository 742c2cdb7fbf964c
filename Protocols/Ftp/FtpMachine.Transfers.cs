using System.Collections.Immutable;
using System.Globalization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Transfers (RFC 959 §4.1.3, §5.4; RFC 3659 §5, §7).</summary>
public static partial class FtpMachine
{
    /// <summary>What the name that STOU chooses begins with, when the client names none.</summary>
    private const string UniqueName = "file";

    /// <summary>Taken as it is in either TYPE, since clients may change that afterwards; the transfer command finds out.</summary>
    private static FtpStep Restart(FtpState state, string argument) =>
        long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? Say(state with { Restart = offset }, FtpReplies.RestartAt(offset))
            : Say(state, FtpReplies.BadArgument);

    private static FtpStep Retrieve(FtpPolicy policy, FtpState state, string argument)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        if (!FtpAccess.MayRead(policy, state, path))
            return Release(state, FtpReplies.Denied);

        // An offset counts bytes on the wire; in ASCII these are not the file's bytes.
        return state is { Restart: > 0, Type: FtpType.Ascii }
            ? Release(state, FtpReplies.RestartNeedsImage)
            : Begin(state, new FtpTransfer(FtpTransferKind.Retr, path, state.Type) { Offset = state.Restart });
    }

    private static FtpStep Store(FtpPolicy policy, FtpState state, string argument, FtpTransferKind kind)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        if (!FtpAccess.MayStore(policy, state, path) || (state.Anonymous && kind == FtpTransferKind.Appe))
            return Release(state, FtpReplies.Denied);
        if (state.Restart > 0 && (kind != FtpTransferKind.Stor || state.Anonymous))
            return Release(state, FtpReplies.CannotRestart);
        return state is { Restart: > 0, Type: FtpType.Ascii }
            ? Release(state, FtpReplies.RestartNeedsImage)
            : Begin(state, new FtpTransfer(kind, path, state.Type) { Offset = state.Restart, Start = state.Restart, MustBeNew = state.Anonymous });
    }

    private static FtpStep List(FtpPolicy policy, FtpState state, string argument, FtpTransferKind kind)
    {
        var listed = WithoutOptions(argument);
        var directory = listed[..(listed.LastIndexOf('/') + 1)];
        var name = listed[directory.Length..];
        var pattern = name.AsSpan().ContainsAny('*', '?') ? name : null;
        if (!FtpPath.TryResolve(state.Directory, pattern is null ? listed : directory, out var path))
            return Say(state, FtpReplies.BadPath);
        if (!FtpAccess.MayList(policy, state, path))
            return Release(state, FtpReplies.Denied);
        var prefix = pattern is null && name.Length > 0 ? listed + '/' : directory;
        return Begin(state, new FtpTransfer(kind, path, FtpType.Ascii)
        {
            Pattern = pattern,
            Prefix = kind == FtpTransferKind.Nlst ? prefix : "",
        });
    }

    /// <summary>RFC 3659 §7.1: neither options nor patterns, so that every name can be listed.</summary>
    private static FtpStep ListWithFacts(FtpPolicy policy, FtpState state, string argument)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        return FtpAccess.MayList(policy, state, path)
            ? Begin(state, new FtpTransfer(FtpTransferKind.Mlsd, path, FtpType.Ascii))
            : Release(state, FtpReplies.Denied);
    }

    /// <summary>Clients pass options of <c>ls</c> (<c>-la</c>); a name that begins with a dash is listed as <c>./-name</c>.</summary>
    private static string WithoutOptions(string argument)
    {
        while (argument.TrimStart().StartsWith('-'))
        {
            argument = argument.TrimStart();
            var space = argument.IndexOf(' ', StringComparison.Ordinal);
            argument = space < 0 ? "" : argument[(space + 1)..];
        }
        return argument;
    }

    private static FtpStep Begin(FtpState state, FtpTransfer transfer) => state.Passive || state.ActivePort > 0
        ? Do(state with { Transfer = transfer, Restart = 0 }, new FtpEffect.RunTransfer(transfer))
        : Release(state, FtpReplies.PassiveFirst);

    private static FtpStep Started(FtpState state, FtpEvent.TransferStarted started)
    {
        if (state.Transfer is not { Started: false } transfer)
            return new FtpStep(state, []);
        var running = transfer with
        {
            Started = true,
            Path = started.Path ?? transfer.Path,
            Temporary = started.Temporary,
            Offset = started.Offset ?? transfer.Offset,
            Start = started.Offset ?? transfer.Start,
        };
        return Say(state with { Transfer = running }, FtpReplies.Opening(running, started.Size));
    }

    private static FtpStep Ended(FtpState state, FtpFailure? failure) => state.Transfer switch
    {
        null => new FtpStep(state, []),
        var transfer when failure is { } why =>
            Finish(state, new FtpEffect.AbortTransfer(transfer), new FtpEffect.Reply(FtpReplies.Failed(why, transfer))),
        _ => Finish(state, new FtpEffect.Reply(FtpReplies.TransferComplete)),
    };

    /// <summary>The answer to the transfer's own question, or to that of a STAT while one is under way, which does not disturb it.</summary>
    private static FtpStep Refused(FtpState state, FtpFailure failure) =>
        state.Transfer is { Started: false } ? Ended(state, failure) : Say(state, FtpReplies.Failed(failure));

    /// <summary>
    /// RFC 959 §4.1.3: with a transfer under way 426 for it, then 226 for the ABOR; else the data connection is closed, if there is one. A
    /// transfer that ended before the ABOR was read has had its 226 already, so the client sees 226 and 225.
    /// </summary>
    private static FtpStep Abort(FtpState state)
    {
        if (state.Transfer is { } transfer)
        {
            return Finish(state,
                new FtpEffect.AbortTransfer(transfer),
                new FtpEffect.Reply(FtpReplies.TransferAborted),
                new FtpEffect.Reply(FtpReplies.Aborted));
        }
        return state.Passive ? Release(state, FtpReplies.Aborted) : Say(state with { ActivePort = 0 }, FtpReplies.NothingToAbort);
    }

    /// <summary>A transfer command that does not come to a transfer uses up the data connection and the offset all the same.</summary>
    private static FtpStep Release(FtpState state, FtpReply reply) => WithoutData(state, state with { Restart = 0 }, reply);

    /// <summary>The end of a transfer, and of the connection when that was only waiting for it.</summary>
    private static FtpStep Finish(FtpState state, params ImmutableArray<FtpEffect> effects)
    {
        var idle = state with { Transfer = null, Passive = false, ActivePort = 0 };
        var close = state.Closing switch
        {
            FtpClosing.Quit => Close(idle, FtpReplies.Goodbye),
            FtpClosing.Shutdown => Close(idle, FtpReplies.ServiceCloses),
            _ => new FtpStep(idle, []),
        };
        return close with { Effects = [.. effects, .. close.Effects] };
    }
}
