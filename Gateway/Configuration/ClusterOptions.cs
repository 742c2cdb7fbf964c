namespace SocketGateway.Gateway.Configuration;

/// <summary>Several nodes. This version runs as a single one: the other keys are checked, and without effect.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Default false; true is refused in this version.</summary>
    public bool Enabled { get; init; }

    /// <summary>The name under which other nodes reach this one. Default 127.0.0.1.</summary>
    public string Hostname { get; init; } = "127.0.0.1";

    /// <summary>The TCP port for other nodes, 1 to 65535. Default 4053.</summary>
    public int Port { get; init; } = 4053;

    /// <summary><c>gateway</c>, <c>service</c>. Default none given: both.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Nodes to join, each <c>host:port</c>. Default none.</summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];
}
