namespace SocketGateway.Protocols.Ftp;

/// <summary>Login and the ends of a connection (RFC 959 §4.1.1).</summary>
public static partial class FtpMachine
{
    /// <summary>Any name is asked for a password, so that names cannot be tried out. A login that stood is over.</summary>
    private static FtpStep User(FtpPolicy policy, FtpState state, string name)
    {
        if (name.Length > FtpState.MaxUserLength)
            return Say(state, FtpReplies.BadArgument);
        var asked = LoggedOut(state) with { Login = FtpLogin.NeedsPassword, User = name };
        return WithoutPassive(state, asked, IsAnonymous(policy, name) ? FtpReplies.AnonymousPlease : FtpReplies.PasswordPlease);
    }

    private static FtpStep Password(FtpPolicy policy, FtpState state, string password)
    {
        if (state is { Login: FtpLogin.NeedsPassword, User: { } user })
        {
            return IsAnonymous(policy, user)
                ? Say(state with { Login = FtpLogin.Done }, FtpReplies.LoggedIn)
                : Do(state, new FtpEffect.CheckPassword(user, password));
        }
        return Say(state, state.Login == FtpLogin.Done ? FtpReplies.AlreadyLoggedIn : FtpReplies.UserFirst);
    }

    private static FtpStep PasswordChecked(FtpPolicy policy, FtpState state, FtpEvent.PasswordChecked answer)
    {
        if (state.Login != FtpLogin.NeedsPassword)
            return new FtpStep(state, []);
        if (answer.Ok)
        {
            var home = FtpPath.TryResolve(FtpPath.Root, answer.Home, out var path) ? path : FtpPath.Root;
            return Say(state with { Login = FtpLogin.Done, CanWrite = answer.CanWrite, Directory = home }, FtpReplies.LoggedIn);
        }
        var failed = LoggedOut(state) with { FailedLogins = state.FailedLogins + 1 };
        return failed.FailedLogins >= policy.MaxFailedLogins
            ? Close(failed, FtpReplies.TooManyLogins)
            : Say(failed, FtpReplies.LoginFailed);
    }

    private static FtpStep Reinitialize(FtpPolicy policy, FtpState state) => WithoutPassive(state,
        new FtpState { Ipv6 = state.Ipv6, FailedLogins = state.FailedLogins },
        new FtpReply(220, policy.Greeting));

    private static FtpStep Quit(FtpState state) => state.Transfer is null
        ? Close(state, FtpReplies.Goodbye)
        : new FtpStep(state with { Closing = FtpClosing.Quit }, []);

    private static FtpStep ShutDown(FtpState state) => state.Transfer is null
        ? Close(state, FtpReplies.ServiceCloses)
        : new FtpStep(state.Closing == FtpClosing.Quit ? state : state with { Closing = FtpClosing.Shutdown }, []);

    private static FtpStep Close(FtpState state, FtpReply last) => new(
        state with { Closing = FtpClosing.Closed, Passive = false },
        [new FtpEffect.Reply(last), new FtpEffect.CloseControl()]);

    private static bool IsAnonymous(FtpPolicy policy, string user) =>
        policy.Anonymous != FtpAnonymous.Off && (user.ToUpperInvariant() is "ANONYMOUS" or "FTP");

    private static FtpState LoggedOut(FtpState state) => state with
    {
        Login = FtpLogin.None,
        User = null,
        CanWrite = false,
        Directory = FtpPath.Root,
        Restart = 0,
    };

    /// <summary>The next user must not get a data connection that the last one asked for.</summary>
    private static FtpStep WithoutPassive(FtpState before, FtpState after, FtpReply reply) => before.Passive
        ? new FtpStep(after with { Passive = false }, [new FtpEffect.CloseData(), new FtpEffect.Reply(reply)])
        : Say(after, reply);
}
