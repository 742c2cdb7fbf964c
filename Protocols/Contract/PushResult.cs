namespace SocketGateway.Protocols.Contract;

/// <summary>What became of a push.</summary>
public enum PushResult
{
    /// <summary>Kept until a commit of the session covers it.</summary>
    Accepted,

    /// <summary>64 pushes wait already: try again later.</summary>
    Busy,

    /// <summary>No such connection, or it is closing.</summary>
    NotFound,
}
