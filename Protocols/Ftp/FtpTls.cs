namespace SocketGateway.Protocols.Ftp;

/// <summary>Whether connections can be, or have to be, encrypted (RFC 4217).</summary>
public enum FtpTls
{
    /// <summary>There is no certificate: AUTH is not implemented.</summary>
    Off,

    /// <summary>The client decides.</summary>
    Optional,

    /// <summary>No login before AUTH TLS, no transfer without PROT P.</summary>
    Required,
}
