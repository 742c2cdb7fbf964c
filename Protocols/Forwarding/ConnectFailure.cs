namespace SocketGateway.Protocols.Forwarding;

/// <summary>Why a destination could not be connected to.</summary>
public enum ConnectFailure
{
    /// <summary>It answered with a reset: nobody listens there.</summary>
    Refused,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>The connection was reset while it was being set up.</summary>
    Reset,

    /// <summary>There is no way to its host or network.</summary>
    Unreachable,

    /// <summary>It was connected to, and the TLS handshake with it failed.</summary>
    TlsFailed,

    /// <summary>A failure of this host, such as no free port, or given up from here; counted, but not held against the destination.</summary>
    Other,
}
