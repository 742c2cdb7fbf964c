using System.Net;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Admin;

/// <summary>
/// Keeps web pages out that a browser on this machine has open: a name that was pointed here (DNS rebinding) has the wrong <c>Host</c>, and a page of another
/// origin cannot set <see cref="Header"/> without asking first, which nobody answers. On <c>Admin:HealthUrl</c>, which strangers may reach by any name, nothing is served but health.
/// </summary>
internal sealed class AdminGuard(GatewayStart start, GatewayStatus status, ILoggerFactory loggers)
{
    public const string Header = "X-SocketGateway";

    private const string HealthPaths = "/healthz";

    private readonly int? _healthPort = start.Options.Admin.HealthUrl?.Port;
    private readonly string _configured = start.Options.Admin.Url?.Host ?? "localhost";
    private readonly ILogger _log = loggers.CreateLogger(AdminLog.Category);

    public async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;

        // The next question may be meant for the process that follows.
        if (status.Stopping) http.Response.Headers.Connection = "close";
        if (http.Connection.LocalPort == _healthPort)
        {
            if (request.Path.StartsWithSegments(HealthPaths)) await next(http);
            else await RefuseAsync(http, StatusCodes.Status404NotFound, $"Only {HealthPaths}/live and {HealthPaths}/ready are served here.");
            return;
        }

        if (!IsKnown(request.Host, http.Connection.LocalPort))
        {
            await RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, "This host is not served here.");
            return;
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (changes && request.Headers[Header] != "1")
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, $"What changes something needs the header {Header}: 1.");
            return;
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        await next(http);
        if (changes) AdminLog.Changed(_log, Who(http), Where(http), request.Method, request.Path + request.QueryString, http.Response.StatusCode);
    }

    // No logins yet: whoever reaches a loopback address is on this machine.
    public static string Who(HttpContext http) => http.User.Identity?.Name ?? "somebody on this machine";

    public static string Where(HttpContext http) => new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort).ToString();

    private static Task RefuseAsync(HttpContext http, int status, string why) => Results.Problem(why, statusCode: status).ExecuteAsync(http);

    private bool IsKnown(HostString host, int port)
    {
        if ((host.Port ?? 80) != port) return false;
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.Equals(_configured.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
