namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>How a client protects its connections.</summary>
public enum FtpSecurity
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>AUTH TLS on the ordinary port, and PROT P (RFC 4217).</summary>
    Explicit,

    /// <summary>TLS from the first byte on.</summary>
    Implicit,
}
