using Microsoft.AspNetCore.Http.HttpResults;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Admin;

/// <summary>Who is connected, and to what.</summary>
internal sealed class ConnectionsApi(IConnections connections, GatewayContext gateway, GatewayStart start)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/connections", ListAsync);
        api.MapGet("/connections/{id}", GetAsync);
        api.MapDelete("/connections/{id}", KickAsync);
        api.MapGet("/services", ServicesAsync);
    }

    private async Task<IEnumerable<ConnectionView>> ListAsync(CancellationToken cancellationToken) =>
        (await connections.ListAsync(cancellationToken)).Select(ConnectionView.Of);

    private async Task<IResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        var (connection, error) = await connections.FindAsync(id, cancellationToken);
        return connection is null ? Refuse(id, error) : TypedResults.Ok(ConnectionView.Of(connection));
    }

    private async Task<IResult> KickAsync(string id, CancellationToken cancellationToken)
    {
        var (connection, error) = await connections.FindAsync(id, cancellationToken);
        if (connection is null) return Refuse(id, error);
        return connections.Kick(connection.Info.Id) ? TypedResults.NoContent() : Refuse(id, $"no connection {id}");
    }

    private async Task<IEnumerable<ServiceView>> ServicesAsync(CancellationToken cancellationToken)
    {
        var served = (await connections.ListAsync(cancellationToken)).ToLookup(c => c.Service, StringComparer.OrdinalIgnoreCase);
        return start.Options.Services.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new ServiceView(
            s.Key, s.Value.Type, served[s.Key].Count(), served[s.Key].Count(c => c.State == "serving")));
    }

    /// <summary>What fits several connections is a conflict that a longer id resolves.</summary>
    private ProblemHttpResult Refuse(string id, string? error) => TypedResults.Problem(
        error, statusCode: gateway.Directory.All.Any(c => c.Key.Matches(id)) ? StatusCodes.Status409Conflict : StatusCodes.Status404NotFound);
}
