using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>One row of the channel table in <c>Open</c> (rule 10): offsets count application bytes from the channel's beginning.</summary>
internal readonly record struct ChannelSnapshot(
    int Channel,
    ChannelStatus Status,
    IPEndPoint? Local,
    IPEndPoint? Peer,
    long InputOffset,
    bool InputEndConsumed,
    long OutputOffset,
    bool OutputClosed,
    long Credit);
