using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Actors.Relay;

/// <summary>What a connection does on its way to a destination.</summary>
/// <param name="Limits">Its times.</param>
/// <param name="Retries">Further destinations that are tried when one does not answer.</param>
/// <param name="HoldTimeout">How long it waits while none is up or has room, in milliseconds.</param>
internal sealed record ForwardSettings(RelayLimits Limits, int Retries, long HoldTimeout)
{
    /// <summary>What a client is told that waited too long; null: it is reset.</summary>
    public ReadOnlyMemory<byte>? Banner { get; init; }

    /// <summary>What a destination is told of the client before its bytes.</summary>
    public ProxyProtocolVersion ProxyProtocol { get; init; }

    /// <summary>The same destination is chosen for the host name that the client asked for, if it did; else for its address.</summary>
    public bool HashesServerName { get; init; }

    /// <summary>What the same destination is chosen for.</summary>
    public ulong HashOf(ConnectionInfo connection) =>
        HashesServerName && connection.ServerName is { } name ? StableHash.Of(name) : StableHash.Of(connection.Sockets.Peer.Address);
}
