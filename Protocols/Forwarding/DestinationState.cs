namespace SocketGateway.Protocols.Forwarding;

/// <summary>What keeps a destination from connections, the most lasting first.</summary>
public enum DestinationState
{
    /// <summary>No longer configured; it has connections left.</summary>
    Removed,

    /// <summary>An operator, or a weight of 0, wants no more connections there.</summary>
    Draining,

    /// <summary>It has no address.</summary>
    Unresolved,

    /// <summary>Checks of it fail.</summary>
    Down,

    /// <summary>Ordinary connections to it failed; after a while it is tried again.</summary>
    Ejected,

    /// <summary>It has as many connections as it may have.</summary>
    Full,

    /// <summary>Nothing does.</summary>
    Up,
}
