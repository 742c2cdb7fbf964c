namespace SocketGateway.EndToEnd.Clients;

/// <summary>A row of <c>/api/nodes</c>, as far as tests look at it.</summary>
internal sealed record ListedNode(string Name, int Process, IReadOnlyList<string> Roles, string State, int Connections, int Sessions);
