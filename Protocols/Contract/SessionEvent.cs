using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>Something that happened to a connection beside its bytes. It is repeated to each incarnation until a commit has handled it.</summary>
internal abstract record SessionEvent
{
    /// <summary>A timer that the commit <paramref name="Generation"/> had set is due.</summary>
    internal sealed record TimerDue(string Name, long Generation) : SessionEvent;

    /// <summary>A message pushed to the connection from anywhere in the process.</summary>
    internal sealed record Pushed(PushMessage Message) : SessionEvent;

    /// <summary>A connection was accepted on, or made for, a channel.</summary>
    internal sealed record ChannelOpened(int Channel, IPEndPoint Local, IPEndPoint Peer) : SessionEvent;

    /// <summary>A channel ended; <paramref name="Acknowledged"/> counts the output bytes that its socket took.</summary>
    internal sealed record ChannelClosed(int Channel, bool Flushed, long Acknowledged, string Reason) : SessionEvent;
}
