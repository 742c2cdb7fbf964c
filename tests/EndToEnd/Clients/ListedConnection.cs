namespace SocketGateway.EndToEnd.Clients;

/// <summary>A row of <c>/api/connections</c>, as far as tests look at it.</summary>
internal sealed record ListedConnection(string Id, ListedConnection.Pair Sockets, string Service, string State, string HeldUpBy, long Commits, int Epoch, string? Node, string Way)
{
    internal sealed record Pair(string Peer, string Local);
}
