namespace SocketGateway.Gateway.Configuration;

/// <summary>Limits of one listener. A client above one is closed at once, and counted with the reason.</summary>
[NotSupportedYet("AcceptRate")]
internal sealed record ListenerLimits
{
    /// <summary>Open connections of this listener. Default null: only <see cref="LimitOptions.MaxConnections"/>.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Open connections of this listener from one client address. Default null: no limit.</summary>
    public int? MaxConnectionsPerClient { get; init; }

    /// <summary>A connection on which nothing moved either way for this long is closed. Default null: never.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long a TLS handshake may take. Default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
