namespace SocketGateway.Protocols.Contract;

/// <summary>Who keeps a connection's bytes from flowing at this moment.</summary>
public enum HeldUpBy
{
    /// <summary>Bytes flow, or there are none.</summary>
    Nobody,

    /// <summary>The client does not read: the output window is full.</summary>
    Client,

    /// <summary>The service does not consume, or is being replaced.</summary>
    Service,

    /// <summary>The bandwidth of the listener is used up: neither side is at fault.</summary>
    Limit,
}
