using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Logins;
using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Who may log in, and with what rights.</summary>
internal sealed class FtpLogins(GatewayStart start, LoginGuard guard, TimeProvider clock)
{
    /// <summary>Checks a password. The answer comes as late as the guard says, and nothing else of the client is read meanwhile.</summary>
    public async Task<FtpEvent> CheckAsync(FtpServiceOptions options, SessionConnection connection, FtpEffect.CheckPassword login, CancellationToken stop)
    {
        bool MayLogIn(User user) => Exposure.AllowsLogin(start.Options, connection, user);
        var answer = await guard.VerifyAsync(connection.SocketPair.Peer.Address, login.User, login.Password, MayLogIn, stop);
        await Task.Delay(answer.Delay, clock, stop);
        return answer switch
        {
            { User: { } user } => await Task.Run(() => Welcome(options, user), stop),
            { Verdict: LoginVerdict.Busy } => new FtpEvent.Refused(login, FtpFailure.TooManyLogins),
            _ => new FtpEvent.PasswordChecked(Ok: false),
        };
    }

    private static FtpEvent.PasswordChecked Welcome(FtpServiceOptions options, User user)
    {
        var rights = RightsOf(options, user);
        if (!FtpPath.TryResolve(FtpPath.Root, user.Home ?? "", out var home)) home = FtpPath.Root;
        if (rights.HasFlag(FtpRights.Write)) TryCreate(options.Root, home);
        return options.ConfineToHome
            ? new FtpEvent.PasswordChecked(Ok: true, FtpPath.Root, rights, home)
            : new FtpEvent.PasswordChecked(Ok: true, home, rights);
    }

    private static FtpRights RightsOf(FtpServiceOptions options, User user) => options.Permissions
        .Where(role => role.Key == FtpServiceOptions.Everybody || user.Roles.Contains(role.Key))
        .SelectMany(role => role.Value)
        .Aggregate(FtpRights.None, (all, right) => all | right);

    /// <summary>A home that cannot be made is found out, and told, by the first command in it.</summary>
    private static void TryCreate(string root, string home)
    {
        try
        {
            new FtpFileSystem(root).CreateDirectories(home);
        }
        catch (Exception error) when (FtpException.Explain(error) is not null)
        {
        }
    }
}
