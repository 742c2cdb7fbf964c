using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Data channels and transfers (RFC 959 §4.1.2, §4.1.3, §5.4; RFC 2428; RFC 3659 §5).</summary>
public static partial class FtpMachine
{
    private static FtpStep Pasv(FtpState state)
    {
        if (state.ExtendedPassiveOnly)
            return Say(state, FtpReplies.EpsvOnly);
        return state.Ipv6 ? Say(state, FtpReplies.PasvNeedsIpv4) : OpenPassive(state, extended: false);
    }

    private static FtpStep Epsv(FtpState state, string argument)
    {
        if (argument == "ALL")
            return Say(state with { ExtendedPassiveOnly = true }, FtpReplies.Ok);
        if (argument.Length == 0 || argument == (state.Ipv6 ? "2" : "1"))
            return OpenPassive(state, extended: true);
        if (!argument.All(char.IsAsciiDigit))
            return Say(state, FtpReplies.BadArgument);
        return Say(state, state.Ipv6 ? FtpReplies.UseIpv6 : FtpReplies.UseIpv4);
    }

    private static FtpStep OpenPassive(FtpState state, bool extended)
    {
        var question = new FtpEffect.OpenPassive(extended);
        return state.Passive
            ? new FtpStep(state with { Passive = false }, [new FtpEffect.CloseData(), question])
            : Do(state, question);
    }

    private static FtpStep PassiveOpened(FtpState state, FtpEvent.PassiveOpened answer)
    {
        // A gateway set to show an address of the wrong family cannot be reached by PASV, but by EPSV.
        if (!answer.Extended && answer.Address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return new FtpStep(state, [new FtpEffect.CloseData(), new FtpEffect.Reply(FtpReplies.PasvNeedsIpv4)]);
        return Say(state with { Passive = true },
            answer.Extended ? FtpAddress.FormatEpsv(answer.Port) : FtpAddress.FormatPasv(answer.Address, answer.Port));
    }

    private static FtpStep Restart(FtpState state, string argument)
    {
        if (!long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return Say(state, FtpReplies.BadArgument);
        // An offset counts bytes on the wire; in ASCII these are not the file's bytes.
        return offset > 0 && state.Type == FtpType.Ascii
            ? Say(state, FtpReplies.RestartNeedsImage)
            : Say(state with { Restart = offset }, FtpReplies.RestartAt(offset));
    }

    private static FtpStep Retrieve(FtpState state, string argument)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        if (state is { Restart: > 0, Type: FtpType.Ascii })
            return Release(state, FtpReplies.RetrCannotRestart);
        return Begin(state, new FtpTransfer(FtpTransferKind.Retr, path, state.Type) { Offset = state.Restart });
    }

    private static FtpStep Store(FtpState state, string argument)
    {
        if (!FtpPath.TryResolve(state.Directory, argument, out var path))
            return Say(state, FtpReplies.BadPath);
        if (!state.CanWrite)
            return Release(state, FtpReplies.ReadOnly);
        return state.Restart > 0
            ? Release(state, FtpReplies.StorCannotRestart)
            : Begin(state, new FtpTransfer(FtpTransferKind.Stor, path, state.Type));
    }

    private static FtpStep List(FtpState state, string argument, FtpTransferKind kind)
    {
        var listed = WithoutOptions(argument);
        var directory = listed[..(listed.LastIndexOf('/') + 1)];
        var name = listed[directory.Length..];
        var pattern = name.AsSpan().ContainsAny('*', '?') ? name : null;
        if (!FtpPath.TryResolve(state.Directory, pattern is null ? listed : directory, out var path))
            return Say(state, FtpReplies.BadPath);
        var prefix = pattern is null && name.Length > 0 ? listed + '/' : directory;
        return Begin(state, new FtpTransfer(kind, path, FtpType.Ascii)
        {
            Pattern = pattern,
            Prefix = kind == FtpTransferKind.Nlst ? prefix : "",
        });
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

    private static FtpStep Begin(FtpState state, FtpTransfer transfer) => state.Passive
        ? Do(state with { Transfer = transfer, Restart = 0 }, new FtpEffect.RunTransfer(transfer))
        : Release(state, FtpReplies.PassiveFirst);

    private static FtpStep Started(FtpState state, FtpEvent.TransferStarted started)
    {
        if (state.Transfer is not { Started: false } transfer)
            return new FtpStep(state, []);
        var running = transfer with { Started = true, Temporary = started.Temporary };
        return Say(state with { Transfer = running }, FtpReplies.Opening(running, started.Size));
    }

    private static FtpStep Ended(FtpState state, FtpFailure? failure) => state.Transfer switch
    {
        null => new FtpStep(state, []),
        var transfer when failure is { } why =>
            Finish(state, new FtpEffect.AbortTransfer(transfer), new FtpEffect.Reply(FtpReplies.Failed(why, transfer.Started))),
        _ => Finish(state, new FtpEffect.Reply(FtpReplies.TransferComplete)),
    };

    private static FtpStep Refused(FtpState state, FtpFailure failure) =>
        state.Transfer is null ? Say(state, FtpReplies.Failed(failure, started: false)) : Ended(state, failure);

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
        return state.Passive ? Release(state, FtpReplies.Aborted) : Say(state, FtpReplies.NothingToAbort);
    }

    /// <summary>A transfer command that does not come to a transfer uses up the passive channel and the offset all the same.</summary>
    private static FtpStep Release(FtpState state, FtpReply reply) => WithoutPassive(state, state with { Restart = 0 }, reply);

    /// <summary>The end of a transfer, and of the connection when that was only waiting for it.</summary>
    private static FtpStep Finish(FtpState state, params ImmutableArray<FtpEffect> effects)
    {
        var idle = state with { Transfer = null, Passive = false };
        var close = state.Closing switch
        {
            FtpClosing.Quit => Close(idle, FtpReplies.Goodbye),
            FtpClosing.Shutdown => Close(idle, FtpReplies.ServiceCloses),
            _ => new FtpStep(idle, []),
        };
        return close with { Effects = [.. effects, .. close.Effects] };
    }
}
