namespace SocketGateway.Actors.Relay;

/// <summary>How a relayed connection ended.</summary>
internal enum RelayEnd
{
    /// <summary>Both sides said their end, and heard the other's.</summary>
    Orderly,

    /// <summary>The client broke it off.</summary>
    Client,

    /// <summary>The destination broke it off.</summary>
    Destination,

    /// <summary>The gateway did.</summary>
    Gateway,
}
