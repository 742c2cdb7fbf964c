namespace SocketGateway.Protocols.Contract;

/// <summary>The turns in a connection's life that traces and counters show.</summary>
internal enum LedgerNote
{
    /// <summary>A session is being opened.</summary>
    Opening,

    /// <summary>A session answered and serves.</summary>
    Opened,

    /// <summary>The session was lost or failed; the connection is held.</summary>
    Lost,

    /// <summary>A new incarnation took over from committed state.</summary>
    Resumed,

    /// <summary>A new incarnation took over because the one before it was asked to stop.</summary>
    Moved,

    /// <summary>No place for the session at the moment; the connection is held.</summary>
    Refused,

    /// <summary>A commit of an incarnation that was given up came late, and was dropped.</summary>
    Fenced,

    /// <summary>The connection went to another service.</summary>
    Transferred,

    /// <summary>The TLS handshake is done.</summary>
    Secured,

    /// <summary>An input crashed too many incarnations.</summary>
    Poisoned,

    /// <summary>So many sessions of the service fail that the fault is the service's.</summary>
    ServiceFailing,

    /// <summary>A commit broke the contract and was dropped.</summary>
    InvalidCommit,

    /// <summary>A name for pushes was set.</summary>
    Alias,
}
