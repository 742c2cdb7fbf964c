namespace SocketGateway.Protocols.Links;

/// <summary>The first byte of a session's message on a link. The numbers are the wire format's: new ones are added behind the last.</summary>
internal enum MessageKind : byte
{
    Open = 1,
    Input = 2,
    InputEnded = 3,
    OutputCredit = 4,
    Event = 5,
    ChannelListening = 6,
    Stop = 7,
    Draining = 8,
    Ended = 9,
    Opened = 10,
    Refused = 11,
    OpenChannel = 12,
    Leaving = 13,
    Stopped = 14,
    Failed = 15,
    Commit = 16,
}
