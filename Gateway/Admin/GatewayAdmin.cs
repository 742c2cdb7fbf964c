using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using SocketGateway.Gateway.Health;

namespace SocketGateway.Gateway.Admin;

/// <summary>What operators are served on <c>Admin:Url</c>.</summary>
internal static class GatewayAdmin
{
    private const string Index = """
        SocketGateway
        GET    /healthz/live                    200 while the process works
        GET    /healthz/ready                   200 while new clients are welcome, else 503
        GET    /metrics                         for Prometheus
        GET    /api/connections                 every open connection
        GET    /api/connections/{id}            one; the last characters of its id will do
        DELETE /api/connections/{id}            ends it
        GET    /api/services                    what is served
        GET    /api/nodes                       by which processes
        GET    /api/listeners                   where
        POST   /api/listeners/{name}/suspend    closes its port for new clients; connections go on
        POST   /api/listeners/{name}/resume     opens it again
        GET    /api/destinations                where services of type Forward forward to
        POST   /api/destinations/{service}/{name}  {"drain": true, "closeWithin": "00:00:30"}: no further connections there; false: again
        POST   /api/services/{name}/drain?node= moves its sessions off a node, which takes no further ones
        POST   /api/services/{name}/undrain?node=                     which takes them again
        POST   /api/services/{name}/move?from=&to=&percent=           a share from a node or version to another
        DELETE and POST need the header X-SocketGateway: 1

        """;

    public static void Add(IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<LivenessCheck>(LivenessCheck.Name)
            .AddCheck<ReadinessCheck>(ReadinessCheck.Name);
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<AdminListenerFactory>(provider, ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider)));
        services.AddSingleton<IConnectionListenerFactory>(static provider => provider.GetRequiredService<AdminListenerFactory>());
        services.AddSingleton<AdminGuard>();
        services.AddSingleton<ConnectionsApi>();
        services.AddSingleton<ListenersApi>();
        services.AddSingleton<DestinationsApi>();

        // Few people look, and what they send is small.
        services.Configure<KestrelServerOptions>(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = 4096;
            kestrel.Limits.MaxRequestHeadersTotalSize = 8192;
        });
    }

    public static void MapSocketGatewayAdmin(this WebApplication app)
    {
        var guard = app.Services.GetRequiredService<AdminGuard>();
        app.Use(guard.CheckAsync);
        app.MapGet("/", static () => Index);
        app.MapHealthChecks("/healthz/live", Only(LivenessCheck.Name));
        app.MapHealthChecks("/healthz/ready", Only(ReadinessCheck.Name));
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.Services.GetRequiredService<ConnectionsApi>().Map(app.MapGroup("/api"));
        NodesApi.Map(app.MapGroup("/api"));
        app.Services.GetRequiredService<ListenersApi>().Map(app.MapGroup("/api/listeners"));
        app.Services.GetRequiredService<DestinationsApi>().Map(app.MapGroup("/api/destinations"));
    }

    private static HealthCheckOptions Only(string name) => new() { Predicate = check => check.Name == name };
}
