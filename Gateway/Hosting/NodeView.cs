namespace SocketGateway.Gateway.Hosting;

/// <summary>One node as operators see it; null where this node does not know.</summary>
/// <param name="Address">Where other nodes reach it, <c>host:port</c>; <c>local</c> without a cluster.</param>
/// <param name="Roles">What it does: gateway, service.</param>
/// <param name="State">up, joining, leaving, unreachable, down.</param>
internal sealed record NodeView(string Address, IReadOnlyList<string> Roles, string State)
{
    /// <summary>The name of its machine.</summary>
    public string? Name { get; init; }

    /// <summary>Its process id there.</summary>
    public int? Process { get; init; }

    /// <summary>The version of the program that it runs.</summary>
    public string? Version { get; init; }

    /// <summary>The operator's label of what it runs; empty when there is none.</summary>
    public string? Label { get; init; }

    /// <summary>Its share of sessions relative to other nodes.</summary>
    public int? Weight { get; init; }

    /// <summary>Connections whose sockets it owns.</summary>
    public int? Connections { get; init; }

    /// <summary>Sessions that it hosts.</summary>
    public int? Sessions { get; init; }

    /// <summary>Services that take no further sessions there.</summary>
    public IReadOnlyList<string> Draining { get; init; } = [];

    /// <summary>Bytes of input, output and state that its connections keep.</summary>
    public long? BufferedBytes { get; init; }

    /// <summary>Seconds since it started.</summary>
    public double? UpSeconds { get; init; }
}
