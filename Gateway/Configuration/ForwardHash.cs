namespace SocketGateway.Gateway.Configuration;

/// <summary>What the same destination is chosen for.</summary>
internal enum ForwardHash
{
    /// <summary>The client's address, without its port.</summary>
    ClientAddress,

    /// <summary>The name that the client asks for in its TLS handshake; the client's address when it asks for none.</summary>
    Sni,
}
