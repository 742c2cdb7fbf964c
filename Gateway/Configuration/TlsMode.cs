namespace SocketGateway.Gateway.Configuration;

/// <summary>When TLS begins.</summary>
internal enum TlsMode
{
    /// <summary>With the connection.</summary>
    Implicit,

    /// <summary>In clear text first: when client and service agree on it in their own protocol, as FTP's <c>AUTH TLS</c> does.</summary>
    StartTls,
}
