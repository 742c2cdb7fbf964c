namespace SocketGateway.Gateway.Configuration;

/// <summary>Several nodes: gateways own the sockets of clients, service nodes host their sessions.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The role of a node that binds listeners.</summary>
    public const string GatewayRole = "gateway";

    /// <summary>The role of a node that hosts sessions.</summary>
    public const string ServiceRole = "service";

    /// <summary>Default false: a single process that does everything, and the other keys are checked, and without effect.</summary>
    public bool Enabled { get; init; }

    /// <summary>The name or IPv4 address under which other nodes reach this one, and which it binds. Default 127.0.0.1: nodes of this machine only.</summary>
    public string Hostname { get; init; } = "127.0.0.1";

    /// <summary>The TCP port for the cluster, 1 to 65534; the next one is for links. Default 4053, and so 4054. 0: any two free ones, chosen at start and kept.</summary>
    public int Port { get; init; } = 4053;

    /// <summary><c>gateway</c>, <c>service</c>. Default none given: both.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Nodes to join, each <c>host:port</c>, the same list on all nodes. Default none: others join this one.</summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];

    /// <summary>Silence of this length ends the link to a node, and its sessions are resumed at another: 1 s to 5 min. Default 3 s.</summary>
    public TimeSpan LinkTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Bytes that may be under way from one node to another before they are acknowledged: 128 KiB to 64 MiB. Default 1 MiB.</summary>
    public int LinkWindow { get; init; } = 1024 * 1024;

    /// <summary>A label of what this node runs, for moving sessions from one version to another. Default none.</summary>
    public string? Version { get; init; }

    /// <summary>The share of sessions of this node relative to others, 1 to 1000. Default 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Whether sessions are moved to this node from others after it has joined, until it has its share. Default false: it gets new ones only.</summary>
    public bool Rebalance { get; init; }

    /// <summary>TLS between nodes, each showing a certificate to the other. Default null: clear text, and whoever reaches the ports is trusted.</summary>
    public ClusterTlsOptions? Tls { get; init; }

    /// <summary>Whether this process binds listeners.</summary>
    internal bool IsGateway => HasRole(GatewayRole);

    /// <summary>Whether this process hosts sessions.</summary>
    internal bool IsService => HasRole(ServiceRole);

    private bool HasRole(string role) => !Enabled || Roles.Count == 0 || Roles.Contains(role);
}
