using System.Globalization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Encryption (RFC 2228, RFC 4217).</summary>
public static partial class FtpMachine
{
    /// <summary>
    /// A login that stood is over (RFC 4217 §4.2), and what was sent behind AUTH is never read as clear text: the reply is the last that goes out unencrypted.
    /// </summary>
    private static FtpStep Authenticate(FtpState state, string mechanism)
    {
        if (state.Secure)
            return Say(state, FtpReplies.AuthTwice);
        if (mechanism is not ("TLS" or "TLS-C" or "TLS-P" or "SSL"))
            return Say(state, FtpReplies.UnknownMechanism);

        // The two other names ask for encrypted data connections at once.
        var fresh = Anew(state) with { Secure = true, PrivateData = mechanism is "TLS-P" or "SSL" };
        var step = WithoutData(state, fresh, new FtpReply(234, $"AUTH {mechanism} accepted."));
        return step with { Effects = step.Effects.Add(new FtpEffect.StartTls()) };
    }

    /// <summary>RFC 4217 §8: the size is 0, whatever was asked for.</summary>
    private static FtpStep BufferSize(FtpState state, string argument)
    {
        if (!state.Secure)
            return Say(state, FtpReplies.AuthFirst);
        return uint.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Say(state with { BufferSizeSet = true }, new FtpReply(200, "PBSZ=0"))
            : Say(state, FtpReplies.BadArgument);
    }

    private static FtpStep Protect(FtpPolicy policy, FtpState state, string level)
    {
        if (!state.Secure)
            return Say(state, FtpReplies.AuthFirst);
        if (!state.BufferSizeSet)
            return Say(state, FtpReplies.BufferSizeFirst);
        return level switch
        {
            // A channel that was opened before has its protection already.
            "P" => WithoutData(state, state with { PrivateData = true }, FtpReplies.Ok),
            "C" when policy.Tls == FtpTls.Required => Say(state, FtpReplies.DataNeedsTls with { Code = 534 }),
            "C" => WithoutData(state, state with { PrivateData = false }, FtpReplies.Ok),
            "S" or "E" => Say(state, FtpReplies.NoSuchProtection),
            _ => Say(state, FtpReplies.ParameterNotImplemented),
        };
    }
}
