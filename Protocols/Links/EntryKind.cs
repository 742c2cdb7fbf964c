namespace SocketGateway.Protocols.Links;

/// <summary>What an entry of a frame is; none of these: a whole message of a session.</summary>
[Flags]
internal enum EntryKind : byte
{
    Session = 0,

    /// <summary>Of a node, not of a session.</summary>
    Node = 1,

    /// <summary>The first piece of a message that is cut.</summary>
    First = 2,

    /// <summary>A further piece.</summary>
    Further = 4,

    /// <summary>For pieces: of a message that goes before the others, so that it may come between the pieces of one that does not.</summary>
    Urgent = 8,
}
