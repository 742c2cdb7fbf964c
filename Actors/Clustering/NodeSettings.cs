namespace SocketGateway.Actors.Clustering;

/// <summary>How this node takes part in the cluster.</summary>
/// <param name="Hostname">Where others reach it, and what it binds: a name or an IPv4 address.</param>
/// <param name="Port">1 to 65534; the same one for every actor system that this process makes. The next one is for links.</param>
/// <param name="Roles">gateway, service.</param>
/// <param name="SeedNodes">Nodes to join, each <c>host:port</c>; none: others join this one.</param>
/// <param name="Tls">Null: clear text.</param>
internal sealed record NodeSettings(string Hostname, int Port, IReadOnlyList<string> Roles, IReadOnlyList<string> SeedNodes, ClusterTls? Tls)
{
    public const string GatewayRole = "gateway";
    public const string ServiceRole = "service";

    /// <summary>How this node is named by others.</summary>
    public string Address => $"{Hostname}:{Port}";

    /// <summary>It owns sockets: nothing is downed from here, and nothing here downs it (rule 21).</summary>
    public bool IsGateway => Roles.Contains(GatewayRole);

    /// <summary>How long an unreachable node is waited for (rule 21).</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromSeconds(60);
}
