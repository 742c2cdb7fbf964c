using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.FileProviders;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Http;

/// <summary>The application of the type Http: a directory, or a page that explains the running gateway, and what that page asks for.</summary>
internal static class BundledSite
{
    /// <summary>It never blocks, so it may run in the turn of the session that brings a request.</summary>
    public static HttpApplication Application { get; } = new("Http", Configure) { Scheduler = PipeScheduler.Inline };

    public static IEnumerable<ConfigurationFault> Validate(HttpServiceOptions options)
    {
        if (options.Root is { } root && !Directory.Exists(root)) yield return new ConfigurationFault("Root", $"there is no directory {Path.GetFullPath(root)}.");
    }

    private static void Configure(WebApplication app, HttpServiceContext context)
    {
        var root = (context.Service.Options.Settings as HttpServiceOptions)?.Root;
        app.MapGet("/whoami", AnswerWhoAmI);
        if (root is null) app.MapGet("/listeners", http => http.Response.WriteAsJsonAsync(Listeners(context.Gateway)));
        var files = new FileServerOptions
        {
            FileProvider = root is null
                ? new EmbeddedFileProvider(typeof(BundledSite).Assembly, "Site")
                : new PhysicalFileProvider(Path.GetFullPath(root)),
        };
        files.StaticFileOptions.ServeUnknownFileTypes = true;
        files.StaticFileOptions.DefaultContentType = "application/octet-stream";
        app.UseFileServer(files);
    }

    private static Task AnswerWhoAmI(HttpContext http)
    {
        var connection = http.Features.GetRequiredFeature<IGatewayConnectionFeature>();
        return new WhoAmI(http.Connection.Id, connection.SocketPair.ToString(), connection.Listener, connection.Service).WriteAsync(http.Response);
    }

    /// <summary>The table that the program printed at its start.</summary>
    private static IReadOnlyList<StartRow> Listeners(IServiceProvider gateway)
    {
        var start = gateway.GetRequiredService<GatewayStart>();
        var users = gateway.GetRequiredService<UserDirectory>();
        return StartTable.Rows(start.Options, start.Types, users.Names, gateway.GetRequiredService<GatewayStatus>().Bound);
    }
}
