using SocketGateway.Actors.Messages;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Limits of one listener. A client above one is closed at once, and counted with the reason.</summary>
internal sealed record ListenerLimits
{
    /// <summary>Open connections of this listener. Default null: only <see cref="LimitOptions.MaxConnections"/>.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Open connections of this listener from one client address. Default null: no limit.</summary>
    public int? MaxConnectionsPerClient { get; init; }

    /// <summary>Connections of this listener a second, at least 1; after a quiet second as many may come at once. Default null: no limit.</summary>
    public int? AcceptRate { get; init; }

    /// <summary>The same of one client: an IPv4 address, or the first 64 bits of an IPv6 one. Of the clients of the last second 16384 are remembered, those before them
    /// start anew. Default null: no limit.</summary>
    public int? AcceptRatePerClient { get; init; }

    /// <summary>What all clients of this listener together may send, in bytes a second, at least 1024; after a quiet second as many at once. Above it they are read
    /// more slowly, in turn; nothing is dropped. Default null: no limit.</summary>
    public long? ReceiveRate { get; init; }

    /// <summary>The same of what is sent to them.</summary>
    public long? SendRate { get; init; }

    /// <summary>What each client may send, over all channels of its connection. Default null: no limit but <see cref="ReceiveRate"/>.</summary>
    public long? ReceiveRatePerConnection { get; init; }

    /// <summary>The same of what is sent to it. Default null: no limit but <see cref="SendRate"/>.</summary>
    public long? SendRatePerConnection { get; init; }

    /// <summary>A connection on which nothing moved either way for this long is closed. Default null: never.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long the first bytes are waited for that tell a connection's route; then it goes to the listener's own service. Default 3 s.</summary>
    public TimeSpan RouteTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a TLS handshake may take, and a header of the PROXY protocol before it. Default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The rates of bytes.</summary>
    public BandwidthLimits Bandwidth => new(ReceiveRate ?? 0, SendRate ?? 0, ReceiveRatePerConnection ?? 0, SendRatePerConnection ?? 0);
}
