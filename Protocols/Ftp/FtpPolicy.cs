namespace SocketGateway.Protocols.Ftp;

/// <summary>The choices of the operator that <see cref="FtpMachine"/> obeys.</summary>
public sealed record FtpPolicy
{
    /// <summary>Whether anonymous clients are let in. Default off.</summary>
    public FtpAnonymous Anonymous { get; init; } = FtpAnonymous.Off;

    /// <summary>The directory below the service's root that anonymous clients see as <c>/</c>; a normalized path.</summary>
    public string AnonymousBase { get; init; } = FtpPath.Root;

    /// <summary>
    /// Virtual path of a directory in which anonymous clients may store new files, and do nothing else: what one of them sent no other may read
    /// (RFC 2577 §6 knows why). Null: none.
    /// </summary>
    public string? AnonymousUploads { get; init; }

    /// <summary>Whether connections can or have to be encrypted. Default off.</summary>
    public FtpTls Tls { get; init; }

    /// <summary>Failed logins of one connection, the last of which closes it with 421. Default 3, at least 1.</summary>
    public int MaxFailedLogins { get; init; } = 3;

    /// <summary>Text of the 220 greeting, one line. It names no version: that helps only strangers.</summary>
    public string Greeting { get; init; } = "SocketGateway FTP service ready.";
}
