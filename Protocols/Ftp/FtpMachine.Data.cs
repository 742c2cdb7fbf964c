using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Ways to a data connection (RFC 959 §4.1.2, RFC 2428, RFC 2577).</summary>
public static partial class FtpMachine
{
    /// <summary>RFC 2577 §3: below are the services that a bounce would be aimed at.</summary>
    private const int FirstActivePort = 1024;

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
        if (argument.Length == 0 || argument == Protocol(state))
            return OpenPassive(state, extended: true);
        return Say(state, argument.All(char.IsAsciiDigit) ? WrongProtocol(state) : FtpReplies.BadArgument);
    }

    private static FtpStep Port(FtpState state, string argument)
    {
        if (state.ExtendedPassiveOnly)
            return Say(state, FtpReplies.EpsvOnly);
        return FtpAddress.ParsePort(argument) is { } peer ? Active(state, peer) : Say(state, FtpReplies.BadArgument);
    }

    private static FtpStep Eprt(FtpState state, string argument)
    {
        if (state.ExtendedPassiveOnly)
            return Say(state, FtpReplies.EpsvOnly);
        if (!FtpAddress.TryParseEprt(argument, out var protocol, out var peer))
            return Say(state, FtpReplies.BadArgument);
        return peer is null || protocol != Protocol(state) ? Say(state, WrongProtocol(state)) : Active(state, peer);
    }

    private static FtpStep Active(FtpState state, IPEndPoint peer)
    {
        if (FtpAddress.Text(peer.Address) != state.Client || peer.Port < FirstActivePort)
            return Say(state, FtpReplies.NotYourAddress);
        var step = WithoutData(state, state, FtpReplies.Ok);
        return step with { State = step.State with { ActivePort = peer.Port } };
    }

    private static FtpStep OpenPassive(FtpState state, bool extended)
    {
        var question = new FtpEffect.OpenPassive(extended, state.PrivateData);
        return state.Passive
            ? new FtpStep(state with { Passive = false }, [new FtpEffect.CloseData(), question])
            : Do(state with { ActivePort = 0 }, question);
    }

    private static FtpStep PassiveOpened(FtpState state, FtpEvent.PassiveOpened answer)
    {
        // A gateway set to show an address of the wrong family cannot be reached by PASV, but by EPSV.
        if (!answer.Extended && answer.Address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return new FtpStep(state, [new FtpEffect.CloseData(), new FtpEffect.Reply(FtpReplies.PasvNeedsIpv4)]);
        return Say(state with { Passive = true },
            answer.Extended ? FtpAddress.FormatEpsv(answer.Port) : FtpAddress.FormatPasv(answer.Address, answer.Port));
    }

    private static string Protocol(FtpState state) => state.Ipv6 ? FtpAddress.Ipv6 : FtpAddress.Ipv4;

    private static FtpReply WrongProtocol(FtpState state) => state.Ipv6 ? FtpReplies.UseIpv6 : FtpReplies.UseIpv4;
}
