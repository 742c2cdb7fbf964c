namespace SocketGateway.Protocols.Links;

/// <summary>What a frame is; none of these: an acknowledgement, or a heartbeat, which is the same.</summary>
[Flags]
internal enum FrameKind : byte
{
    None = 0,

    /// <summary>Entries follow, and the frame's number is its own.</summary>
    Entries = 1,

    /// <summary>Half of the sender's window was sent since it last asked: the next flush answers, with an empty frame if there is nothing else.</summary>
    WantsAcknowledgement = 2,

    /// <summary>There is no link of this number here.</summary>
    Gone = 4,
}
