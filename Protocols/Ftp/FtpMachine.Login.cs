namespace SocketGateway.Protocols.Ftp;

/// <summary>Login and the ends of a connection (RFC 959 §4.1.1).</summary>
public static partial class FtpMachine
{
    /// <summary>Any name is asked for a password, so that names cannot be tried out. A login that stood is over.</summary>
    private static FtpStep User(FtpPolicy policy, FtpState state, string name)
    {
        if (name.Length > FtpState.MaxUserLength)
            return Say(state, FtpReplies.BadArgument);
        if (policy.Tls == FtpTls.Required && !state.Secure)
            return Say(state, FtpReplies.LoginNeedsTls);
        var asked = LoggedOut(state) with { Login = FtpLogin.NeedsPassword, User = name };
        return WithoutData(state, asked, IsAnonymous(policy, name) ? FtpReplies.AnonymousPlease : FtpReplies.PasswordPlease);
    }

    private static FtpStep Password(FtpPolicy policy, FtpState state, string password)
    {
        if (state is { Login: FtpLogin.NeedsPassword, User: { } user })
        {
            return IsAnonymous(policy, user)
                ? Say(state with { Login = FtpLogin.Done, Anonymous = true, Rights = FtpRights.Read, Base = policy.AnonymousBase }, FtpReplies.LoggedIn)
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
            var allowed = state with { Login = FtpLogin.Done, Rights = answer.Rights, Directory = Normal(answer.Home), Base = Normal(answer.Base) };
            return Say(allowed, FtpReplies.LoggedIn);
        }
        var failed = LoggedOut(state) with { FailedLogins = state.FailedLogins + 1 };
        return failed.FailedLogins >= policy.MaxFailedLogins
            ? Close(failed, FtpReplies.TooManyLogins)
            : Say(failed, FtpReplies.LoginFailed);
    }

    /// <summary>TLS cannot be left again on a connection, so it cannot be reinitialized (RFC 4217 §11 lets a server refuse it).</summary>
    private static FtpStep Reinitialize(FtpPolicy policy, FtpState state) => state.Secure
        ? Say(state, FtpReplies.ReinOverTls)
        : WithoutData(state, Anew(state), new FtpReply(220, policy.Greeting));

    private static FtpStep Quit(FtpState state) => state.Transfer is null
        ? Close(state, FtpReplies.Goodbye)
        : new FtpStep(state with { Closing = FtpClosing.Quit }, []);

    private static FtpStep ShutDown(FtpState state) => state.Transfer is null
        ? Close(state, FtpReplies.ServiceCloses)
        : new FtpStep(state.Closing == FtpClosing.Quit ? state : state with { Closing = FtpClosing.Shutdown }, []);

    private static FtpStep Close(FtpState state, FtpReply last) => new(
        state with { Closing = FtpClosing.Closed, Passive = false, ActivePort = 0 },
        [new FtpEffect.Reply(last), new FtpEffect.CloseControl()]);

    private static bool IsAnonymous(FtpPolicy policy, string user) =>
        policy.Anonymous != FtpAnonymous.Off && (user.ToUpperInvariant() is "ANONYMOUS" or "FTP");

    private static string Normal(string path) => FtpPath.TryResolve(FtpPath.Root, path, out var normal) ? normal : FtpPath.Root;

    private static FtpState LoggedOut(FtpState state) => state with
    {
        Login = FtpLogin.None,
        User = null,
        Anonymous = false,
        Base = FtpPath.Root,
        Rights = FtpRights.None,
        Directory = FtpPath.Root,
        Restart = 0,
    };

    /// <summary>As the connection began, but for the logins that failed.</summary>
    private static FtpState Anew(FtpState state) => new() { Client = state.Client, FailedLogins = state.FailedLogins };

    /// <summary>The next user must not get a data connection that the last one asked for.</summary>
    private static FtpStep WithoutData(FtpState before, FtpState after, FtpReply reply) => before.Passive
        ? new FtpStep(after with { Passive = false, ActivePort = 0 }, [new FtpEffect.CloseData(), new FtpEffect.Reply(reply)])
        : Say(after with { ActivePort = 0 }, reply);
}
