namespace SocketGateway.Protocols.Ftp;

/// <summary>What a client may do that logs in as <c>anonymous</c> or <c>ftp</c> (RFC 1635).</summary>
public enum FtpAnonymous
{
    /// <summary>Nothing: the two names are ordinary ones, whose password is checked.</summary>
    Off,

    /// <summary>List and retrieve, with any password.</summary>
    ReadOnly,
}
