namespace SocketGateway.Protocols.Links;

/// <summary>The first byte of an event on a link.</summary>
internal enum EventKind : byte
{
    TimerDue = 1,
    Pushed = 2,
    ChannelOpened = 3,
    ChannelClosed = 4,
}
