namespace SocketGateway.Protocols.Contract;

/// <summary>How far a planned move of a session has come (rule 16).</summary>
internal enum MoveStep
{
    /// <summary>It does not move.</summary>
    Stays,

    /// <summary>It should, and is to be asked for a place.</summary>
    Waits,

    /// <summary>A place is being looked for.</summary>
    Asks,

    /// <summary>There is one, and the session was told to stop.</summary>
    Stops,
}
