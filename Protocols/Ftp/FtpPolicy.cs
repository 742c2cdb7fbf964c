namespace SocketGateway.Protocols.Ftp;

/// <summary>The choices of the operator that <see cref="FtpMachine"/> obeys.</summary>
public sealed record FtpPolicy
{
    /// <summary>Whether anonymous clients are let in. Default off.</summary>
    public FtpAnonymous Anonymous { get; init; } = FtpAnonymous.Off;

    /// <summary>Failed logins of one connection, the last of which closes it with 421. Default 3, at least 1.</summary>
    public int MaxFailedLogins { get; init; } = 3;

    /// <summary>Text of the 220 greeting, one line. It names no version: that helps only strangers.</summary>
    public string Greeting { get; init; } = "SocketGateway FTP service ready.";
}
