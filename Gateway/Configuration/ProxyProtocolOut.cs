namespace SocketGateway.Gateway.Configuration;

/// <summary>How a destination is told who the client is.</summary>
internal enum ProxyProtocolOut
{
    /// <summary>It is not.</summary>
    Off,

    /// <summary>In a line of text.</summary>
    V1,

    /// <summary>In a binary header, with the connection's id and trace.</summary>
    V2,
}
