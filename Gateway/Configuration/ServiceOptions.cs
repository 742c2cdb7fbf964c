namespace SocketGateway.Gateway.Configuration;

/// <summary>A named service: what serves its connections, and how. Further keys belong to the type, see <see cref="Settings"/>.</summary>
internal sealed record ServiceOptions
{
    /// <summary>A built-in type (Echo, Discard, Chargen, Daytime, Time, Telnet, Ftp, Http, Forward) or the name of a registered session.</summary>
    public required string Type { get; init; }

    /// <summary>What happens to connections whose session is lost.</summary>
    public OnLostOptions OnLost { get; init; } = new();

    /// <summary>Which node serves a connection. With a single node every policy chooses that one.</summary>
    public PlacementOptions Placement { get; init; } = new();

    /// <summary>Whether users with the role <c>operator</c> or <c>login</c> may log in unencrypted through a listener that other machines can reach.
    /// Default false.</summary>
    public bool AllowClearText { get; init; }

    /// <summary>The options of the type, bound from the same section; null when the type has none. Not a key itself.</summary>
    public object? Settings { get; internal init; }
}
