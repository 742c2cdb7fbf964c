using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Who may log in, and with what rights.</summary>
internal sealed class FtpLogins(GatewayStart start, UserDirectory users)
{
    /// <summary>Checks a password.</summary>
    public async Task<FtpEvent.PasswordChecked> CheckAsync(FtpFileSystem files, SessionConnection connection, string name, string password, CancellationToken stop)
    {
        if (await users.VerifyAsync(name, password, stop) is not { } user || !Exposure.AllowsLogin(start.Options, start.Options.Listeners[connection.Listener], user, connection.Tls is not null))
            return new FtpEvent.PasswordChecked(Ok: false);
        var canWrite = user.Roles.Contains(User.FilesRole);
        if (!FtpPath.TryResolve(FtpPath.Root, user.Home ?? "", out var home)) home = FtpPath.Root;
        if (canWrite) TryCreate(files, home);
        return new FtpEvent.PasswordChecked(Ok: true, home, canWrite);
    }

    /// <summary>A home that cannot be made is found out, and told, by the first command in it.</summary>
    private static void TryCreate(FtpFileSystem files, string home)
    {
        try
        {
            files.CreateDirectory(home);
        }
        catch (Exception error) when (FtpException.Explain(error) is not null)
        {
        }
    }
}
