namespace SocketGateway.EndToEnd.Clients;

/// <summary>A row of <c>/api/nodes</c>, as far as tests look at it. Only a node that is linked has a process.</summary>
internal sealed record ListedNode(string Address, int? Process, IReadOnlyList<string> Roles, string State, int? Sessions);
