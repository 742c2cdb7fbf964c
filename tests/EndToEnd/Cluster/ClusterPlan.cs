namespace SocketGateway.EndToEnd.Cluster;

/// <summary>The nodes of a cluster.</summary>
/// <param name="Services">The service nodes.</param>
internal sealed record ClusterPlan(params IReadOnlyList<NodePlan> Services)
{
    public NodePlan Gateway { get; init; } = new();

    /// <summary>Settings of every node.</summary>
    public IReadOnlyList<(string Key, string Value)> Common { get; init; } = [];

    /// <summary>Which nodes are the seeds: 0 is the gateway, from 1 the service nodes.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [0];
}
