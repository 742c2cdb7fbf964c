namespace SocketGateway.Protocols.Peeking;

/// <summary>What a reader found in the first bytes of a connection.</summary>
internal enum PeekStatus
{
    /// <summary>The bytes so far may be the beginning: ask again, with all of them, when more have arrived.</summary>
    NeedMore,

    /// <summary>The first bytes belong to another protocol.</summary>
    Foreign,

    /// <summary>The first bytes are those of the protocol, and what follows breaks its rules.</summary>
    Malformed,

    /// <summary>Everything was read.</summary>
    Done,
}
