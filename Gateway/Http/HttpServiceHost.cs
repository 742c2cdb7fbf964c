using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Services;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// The Kestrel of one service: a server without ports, whose connections come from leases and sessions. Its own container holds nothing but the server: the application is built
/// from the gateway's.
/// </summary>
internal sealed class HttpServiceHost : IAsyncDisposable
{
    private readonly GatewayListenerFactory _transport = new();
    private readonly WebApplication _server;

    public HttpServiceHost(HttpApplication application, ServiceContext service, IServiceProvider gateway)
    {
        Scheduler = application.Scheduler;
        Limits = ((HttpServiceOptions)service.Options.Settings!).Limits;
        Sockets = new SocketConnectionContextFactory(SocketOptions(gateway.GetRequiredService<GatewayStart>().Options.Flow), gateway.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));
        var pipeline = new HttpPipeline(gateway, service);
        application.Configure(pipeline);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limits.Apply(kestrel.Limits);
            foreach (var protocol in (ReadOnlySpan<HttpProtocols>)[HttpProtocols.Http1, HttpProtocols.Http2])
            {
                kestrel.Listen(new GatewayEndPoint(service.Name, protocol), options => Listen(options, protocol));
            }
        });
        builder.Services.RemoveAll<IConnectionListenerFactory>().AddSingleton<IConnectionListenerFactory>(_transport);
        builder.Services.RemoveAll<IHostLifetime>().AddSingleton<IHostLifetime, ManualLifetime>();

        // Makes requests whose services are the gateway's, a scope for each that asks for one.
        builder.Services.RemoveAll<IHttpContextFactory>().AddSingleton<IHttpContextFactory>(new DefaultHttpContextFactory(gateway));
        builder.Logging.AddProvider(new GatewayLoggerProvider(gateway.GetRequiredService<ILoggerFactory>())).AddFilter("Microsoft", LogLevel.Warning);
        if (!application.HasRequestScopes) builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        _server = builder.Build();
        _server.Use(CountRequests);
        _server.Run(((IApplicationBuilder)pipeline).Build());
    }

    /// <summary>Where the application's code runs.</summary>
    public PipeScheduler Scheduler { get; }

    /// <summary>What a connection may ask for.</summary>
    public HttpLimitOptions Limits { get; }

    /// <summary>Moves the bytes of sockets that were lent.</summary>
    public SocketConnectionContextFactory Sockets { get; }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <summary>Hands a connection over; false when the server has stopped.</summary>
    public bool TryServe(GatewayConnectionContext connection, HttpProtocols protocol) => _transport.TryOffer(protocol, connection);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Sockets.Dispose();
    }

    /// <summary>What Kestrel does for its own ports, but that one client's input waits in a window like everybody's.</summary>
    private SocketConnectionFactoryOptions SocketOptions(FlowOptions flow) => new()
    {
        MaxReadBufferSize = flow.InputWindow,

        // Nothing at all may wait: that is one byte for a pipe, to which zero is no limit.
        MaxWriteBufferSize = Limits.MaxResponseBufferSize is 0 ? 1 : Limits.MaxResponseBufferSize,
        UnsafePreferInlineScheduling = Scheduler == PipeScheduler.Inline,
    };

    /// <summary>Its connection must know of each request under way. Most end before they await anything, and cost no state machine.</summary>
    private static RequestDelegate CountRequests(RequestDelegate next) => http =>
    {
        var connection = (GatewayConnectionContext)http.GatewayConnection();
        connection.RequestBegins(http);
        Task answer;
        try
        {
            answer = next(http);
        }
        catch
        {
            connection.RequestEnds();
            throw;
        }

        if (!answer.IsCompleted) return CountAsync(answer, connection);
        connection.RequestEnds();
        return answer;
    };

    private static async Task CountAsync(Task answer, GatewayConnectionContext connection)
    {
        try
        {
            await answer;
        }
        finally
        {
            connection.RequestEnds();
        }
    }

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
