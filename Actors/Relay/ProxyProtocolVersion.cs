namespace SocketGateway.Actors.Relay;

/// <summary>How a destination is told who the client is, by HAProxy's PROXY protocol.</summary>
internal enum ProxyProtocolVersion
{
    /// <summary>It is not.</summary>
    Off,

    /// <summary>In a line of text.</summary>
    V1,

    /// <summary>In a binary header, with the connection's id and trace, and the host name and protocol that the client asked for.</summary>
    V2,
}
