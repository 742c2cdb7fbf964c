namespace SocketGateway.Actors.Clustering;

/// <summary>A node of the cluster as its membership shows it.</summary>
/// <param name="Address"><c>host:port</c>.</param>
/// <param name="Roles">gateway, service.</param>
/// <param name="State">up, joining, leaving, unreachable, down.</param>
internal sealed record ClusterMember(string Address, IReadOnlyList<string> Roles, string State);
