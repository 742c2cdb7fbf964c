namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>Whose connection it is (section 2.2).</summary>
internal enum ProxyCommand : byte
{
    /// <summary>The proxy's own, such as a health check: the addresses are those of the socket.</summary>
    Local = 0,

    /// <summary>A client's, which the proxy passes on.</summary>
    Proxy = 1,
}
