using System.IO.Pipelines;
using Microsoft.Extensions.FileProviders;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Http;

/// <summary>The application of the type Http: a directory, or a page that explains the running gateway; what that page asks for; and an echo for WebSockets.</summary>
internal static class BundledSite
{
    public const string Type = "Http";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>It never blocks, so it may run where a request comes in; and it neither logs nor calls anybody.</summary>
    public static HttpApplication Application { get; } = new(Type, Configure) { Scheduler = PipeScheduler.Inline, HasRequestScopes = false };

    public static IEnumerable<ConfigurationFault> Validate(StaticSiteOptions options)
    {
        if (options.Root is { } root && !Directory.Exists(root)) yield return new ConfigurationFault("Root", $"there is no directory {Path.GetFullPath(root)}.");
    }

    private static void Configure(HttpPipeline app)
    {
        var options = app.Context.Options.Settings as StaticSiteOptions ?? new StaticSiteOptions();
        app.MapMethods("/whoami", Reading, AnswerWhoAmI);
        app.Map("/ws", WebSocketEcho.Build(app.New()));
        if (options.Root is null) app.MapMethods("/listeners", Reading, http => http.Response.WriteAsJsonAsync(Listeners(app.ServiceProvider)));
        IFileProvider files = options.Root is { } root ? new RootedFileProvider(root) : new EmbeddedFileProvider(typeof(BundledSite).Assembly, "Site");
        StaticSite.Use(app, files, options);
    }

    private static Task AnswerWhoAmI(HttpContext http)
    {
        var connection = http.GatewayConnection();
        return new WhoAmI(http.Connection.Id, connection.SocketPair.ToString(), connection.Listener, connection.Service).WriteAsync(http.Response);
    }

    /// <summary>The table that the program printed at its start.</summary>
    private static IReadOnlyList<StartRow> Listeners(IServiceProvider gateway)
    {
        var start = gateway.GetRequiredService<GatewayStart>();
        var users = gateway.GetRequiredService<UserDirectory>();

        // A stranger is not to learn who may log in.
        return StartTable.Rows(start.Options, start.Types, Exposure.IsExposed(start.Options) ? [] : users.Names, gateway.GetRequiredService<GatewayStatus>().Bound);
    }
}
