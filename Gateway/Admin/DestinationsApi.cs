using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Admin;

/// <summary>Where connections are forwarded to, and keeping them from there.</summary>
internal sealed class DestinationsApi(IDestinations destinations, ILoggerFactory loggers)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ILogger _log = loggers.CreateLogger(AdminLog.Category);

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("", destinations.List);
        api.MapPost("/{service}/{name}", Set);
    }

    private IResult Set(string service, string name, DestinationChange change, HttpContext http)
    {
        if (change.CloseWithin is { } within && (!change.Drain || within < TimeSpan.Zero || within > Longest))
            return TypedResults.Problem("closeWithin goes with \"drain\": true, and is from 0 to 1 day", statusCode: StatusCodes.Status400BadRequest);
        if (destinations.Set(service, name, change.Drain, change.CloseWithin) is not { } now)
            return TypedResults.Problem($"no destination {name} of a service {service}", statusCode: StatusCodes.Status404NotFound);
        AdminLog.DestinationChanged(
            _log, AdminGuard.Who(http), AdminGuard.Where(http), change.Drain ? "drains" : "resumes", now.Name, now.Service, change.CloseWithin is { } time ? $"are closed within {time}" : "go on");
        return TypedResults.Ok(now);
    }
}
