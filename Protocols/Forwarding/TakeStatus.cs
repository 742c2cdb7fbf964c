namespace SocketGateway.Protocols.Forwarding;

/// <summary>Whether there is a destination for a connection; the further down, the nearer to a yes.</summary>
public enum TakeStatus
{
    /// <summary>No destination is up.</summary>
    NoneUp,

    /// <summary>This connection has failed at all that are up.</summary>
    AllTried,

    /// <summary>Those that are up and not tried have as many connections as they may have, or what is free is promised to others that waited.</summary>
    Full,

    /// <summary>There is, and the connection counts there.</summary>
    Taken,
}
