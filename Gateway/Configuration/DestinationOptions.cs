namespace SocketGateway.Gateway.Configuration;

/// <summary>One destination of a service of type Forward.</summary>
internal sealed record DestinationOptions
{
    /// <summary>The largest weight.</summary>
    internal const int MaxWeight = 256;

    /// <summary><c>host:port</c>; a name is looked up again and again, and all its addresses are used in turn.</summary>
    public required string Address { get; init; } = "";

    /// <summary>Its share relative to the others, 1 to 256; 0 sends it no new connections. Default 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Used only while no other destination is up. Default false.</summary>
    public bool Backup { get; init; }

    /// <summary>Connections that it may have at once; further clients wait. Default null: no limit.</summary>
    public int? MaxConnections { get; init; }
}
