namespace SocketGateway.Protocols.Links;

/// <summary>The first byte of a message between nodes. The numbers are the wire format's: new ones are added behind the last.</summary>
internal enum ControlKind : byte
{
    Hello = 1,
    Welcome = 2,
    Report = 3,
    Reserve = 4,
    Reserved = 5,
    DrainService = 6,
    Push = 7,
    PushAnswer = 8,
    Ask = 9,
    Answer = 10,
}
