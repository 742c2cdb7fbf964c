using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Admin;

/// <summary>Which nodes there are, and what is moved between them.</summary>
internal static class NodesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/nodes", static (INodes nodes) => nodes.List());
        api.MapPost("/services/{service}/drain", static (string service, string node, INodes nodes) => Answer(nodes.Drain(service, node, drain: true)));
        api.MapPost("/services/{service}/undrain", static (string service, string node, INodes nodes) => Answer(nodes.Drain(service, node, drain: false)));
        api.MapPost("/services/{service}/move", MoveAsync);
    }

    private static async Task<IResult> MoveAsync(string service, string from, string to, int percent, INodes nodes)
    {
        var outcome = await nodes.MoveAsync(new SessionMove(service, from, to, percent), everywhere: true);
        return outcome.Error is { } error ? Answer(error) : TypedResults.Ok(new { outcome.There, outcome.Asked });
    }

    private static IResult Answer(string? error) => error is null ? TypedResults.NoContent() : TypedResults.Problem(error, statusCode: StatusCodes.Status409Conflict);
}
