using Akka.Actor;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Hosting;

/// <summary>
/// Asks the connections' actors; one that ends meanwhile is left out. In a cluster a push goes to the other gateways when the connection is none of this one's; lists and ends are of
/// this one alone.
/// </summary>
internal sealed class Connections(GatewayContext gateway, GatewayStart start, IServiceProvider services) : IConnections
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>There is always one among thousands that ends while it is asked, and never answers.</summary>
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(1);

    public int Count => gateway.Directory.Count;

    public ValueTask<PushResult> SendAsync(ConnectionId id, PushMessage message, CancellationToken cancellationToken = default) =>
        gateway.Directory.Find(id) is { } connection ? SendAsync(connection, message, cancellationToken) : SendElsewhereAsync(id, "", message);

    public ValueTask<PushResult> SendAsync(string alias, PushMessage message, CancellationToken cancellationToken = default) =>
        gateway.Directory.FindAlias(alias) is { } connection ? SendAsync(connection, message, cancellationToken) : SendElsewhereAsync(default, alias, message);

    public async ValueTask<IReadOnlyList<ConnectionSnapshot>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = await Task.WhenAll(gateway.Directory.All.Select(c => AskAsync(c.Value, cancellationToken)));
        return [.. all.OfType<ConnectionSnapshot>().OrderBy(c => c.Info.Id.Value)];
    }

    public async ValueTask<(ConnectionSnapshot? Connection, string? Error)> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var (connection, error) = gateway.Directory.FindByText(id);
        if (connection is null) return (null, error);
        return await AskAsync(connection, cancellationToken) is { } snapshot ? (snapshot, null) : (null, $"no connection {id}");
    }

    public bool Kick(ConnectionId id, string reason = CloseReasons.Kicked)
    {
        if (gateway.Directory.Find(id) is not { } connection) return false;
        connection.Tell(new ConnectionProtocol.Kick(reason));
        return true;
    }

    private async ValueTask<PushResult> SendElsewhereAsync(ConnectionId id, string alias, PushMessage message) =>
        start.Options.Cluster.Enabled ? await GatewayQuestions.PushAsync(services.GetRequiredService<ClusterSystem>(), id, alias, message) : PushResult.NotFound;

    private static async ValueTask<PushResult> SendAsync(IActorRef connection, PushMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Ask<PushResult>(new ConnectionProtocol.Push(message), Patience, cancellationToken);
        }
        catch (AskTimeoutException)
        {
            return PushResult.NotFound;
        }
    }

    private static async Task<ConnectionSnapshot?> AskAsync(IActorRef connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, SnapshotPatience, cancellationToken);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
