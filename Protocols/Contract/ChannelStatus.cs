namespace SocketGateway.Protocols.Contract;

/// <summary>Where a channel stands in its life.</summary>
public enum ChannelStatus
{
    /// <summary>No such channel.</summary>
    None,

    /// <summary>A port waits for one connection.</summary>
    Listening,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>Bytes flow.</summary>
    Open,

    /// <summary>Ended; its last event has not been handled yet.</summary>
    Ended,
}
