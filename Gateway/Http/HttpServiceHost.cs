using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Http;

/// <summary>The Kestrel of one service: an application without ports, whose connections come from sessions.</summary>
internal sealed class HttpServiceHost : IAsyncDisposable
{
    private readonly GatewayListenerFactory _transport = new();
    private readonly WebApplication _app;

    public HttpServiceHost(HttpApplication application, HttpServiceContext context)
    {
        Scheduler = application.Scheduler;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var protocol in (ReadOnlySpan<HttpProtocols>)[HttpProtocols.Http1, HttpProtocols.Http2])
            {
                kestrel.Listen(new GatewayEndPoint(context.Service.Name, protocol), options => Listen(options, protocol));
            }
        });
        builder.Services.RemoveAll<IConnectionListenerFactory>().AddSingleton<IConnectionListenerFactory>(_transport);
        builder.Services.RemoveAll<IHostLifetime>().AddSingleton<IHostLifetime, ManualLifetime>();
        builder.Services.AddRouting();
        builder.Logging.AddProvider(new GatewayLoggerProvider(context.Gateway.GetRequiredService<ILoggerFactory>())).AddFilter("Microsoft", LogLevel.Warning);
        application.ConfigureServices?.Invoke(builder);
        _app = builder.Build();
        application.Configure(_app, context);
    }

    /// <summary>Where the application's code runs.</summary>
    public PipeScheduler Scheduler { get; }

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>Hands a connection over; false when the application has stopped.</summary>
    public bool TryServe(GatewayConnectionContext connection, HttpProtocols protocol) => _transport.TryOffer(protocol, connection);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The requests' own spans find their parent in what is current here.</summary>
    private static async Task TraceAsync(ConnectionDelegate next, GatewayConnectionContext context)
    {
        using var span = GatewayTelemetry.Source.StartActivity(GatewayTelemetry.HttpSpan, ActivityKind.Internal, context.Trace);
        await next(context);
    }

    private static void Listen(ListenOptions options, HttpProtocols protocol)
    {
        options.Protocols = protocol;
        options.Use(next => connection =>
        {
            var context = (GatewayConnectionContext)connection;
            context.Accepted();
            return context.Trace == default ? next(connection) : TraceAsync(next, context);
        });
    }
}
