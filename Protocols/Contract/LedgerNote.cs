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
