using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Admin;

/// <summary>Which ports are open, and closing and opening them.</summary>
internal sealed class ListenersApi(IListeners listeners)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("", listeners.List);
        api.MapPost("/{name}/suspend", (string name, CancellationToken cancellationToken) => SetAsync(name, listening: false, cancellationToken));
        api.MapPost("/{name}/resume", (string name, CancellationToken cancellationToken) => SetAsync(name, listening: true, cancellationToken));
    }

    private async Task<IResult> SetAsync(string name, bool listening, CancellationToken cancellationToken)
    {
        var change = await listeners.SetAsync(name, listening, cancellationToken);
        return change.Outcome switch
        {
            ListenerChange.Outcomes.Done => TypedResults.Ok(change.Listener),
            ListenerChange.Outcomes.CannotBind => TypedResults.Problem(change.Why, statusCode: StatusCodes.Status409Conflict),
            ListenerChange.Outcomes.Unavailable => TypedResults.Problem(change.Why, statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => TypedResults.Problem(change.Why, statusCode: StatusCodes.Status404NotFound),
        };
    }
}
