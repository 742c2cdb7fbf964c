using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Gateway.Http;

namespace SocketGateway.Gateway.Tests.Http;

[Collection(RunningGateway.Collection)]
public sealed class HttpPipelineTests
{
    [Fact]
    public async Task A_request_has_a_scope_of_the_hosts_container_and_the_accessor_of_the_host()
    {
        await using var gateway = await StartAsync(
            app => app.MapGet("/", (Scoped scoped, IHttpContextAccessor accessor) => $"{scoped.Number} {accessor.HttpContext!.Request.Path}"),
            services => services.AddScoped<Scoped>().AddHttpContextAccessor());
        using var client = Client(gateway);
        var first = await client.GetStringAsync("/");
        Assert.EndsWith(" /", first, StringComparison.Ordinal);
        Assert.NotEqual(first, await client.GetStringAsync("/"));

        // The answer may be there before its request is over.
        await gateway.UntilAsync(() => Scoped.Disposed == 2);
    }

    [Fact]
    public async Task Middlewares_run_in_order_between_routing_and_endpoints()
    {
        await using var gateway = await StartAsync(app =>
        {
            app.Use((http, next) =>
            {
                http.Response.Headers["X-Endpoint"] = http.GetEndpoint()?.DisplayName ?? "none";
                return next(http);
            });
            app.MapGet("/known", () => "known").WithDisplayName("the one");
            app.Run(http => http.Response.WriteAsync("the last"));
        });
        using var client = Client(gateway);
        using var known = await client.GetAsync("/known");
        using var other = await client.GetAsync("/other");
        Assert.Equal(("the one", "none"), (known.Headers.GetValues("X-Endpoint").Single(), other.Headers.GetValues("X-Endpoint").Single()));
        Assert.Equal("the last", await other.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Routing_is_where_the_application_puts_it()
    {
        await using var gateway = await StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGet("/here", (HttpContext http) => http.Request.PathBase.Value);
            app.Map(new PathString("/branch"), branch => branch.UseRouting().UseEndpoints(routes => routes.MapGet("/here", () => "branch")));
        });
        using var client = Client(gateway);
        Assert.Equal("/base", await client.GetStringAsync("/base/here"));
        Assert.Equal("branch", await client.GetStringAsync("/branch/here"));
    }

    [Fact]
    public async Task A_request_that_throws_is_500_and_its_connection_goes_on()
    {
        await using var gateway = await StartAsync(app =>
        {
            app.MapGet("/throws", (RequestDelegate)(_ => throw new InvalidOperationException("on purpose")));
            app.MapGet("/id", (HttpContext http) => http.ConnectionId().ToString());
        });
        using var client = Client(gateway);
        var id = await client.GetStringAsync("/id");
        using var thrown = await client.GetAsync("/throws");
        Assert.Equal(HttpStatusCode.InternalServerError, thrown.StatusCode);
        Assert.Equal(id, await client.GetStringAsync("/id"));
    }

    [Fact]
    public async Task Each_service_of_a_type_has_its_own_application()
    {
        await using var gateway = await StartAsync(app => app.MapGet("/", () => app.Service));
        using var mine = Client(gateway);
        using var other = Client(gateway, "other");
        Assert.Equal(("mine", "other"), (await mine.GetStringAsync("/"), await other.GetStringAsync("/")));
    }

    [Fact]
    public void A_request_that_came_another_way_has_no_connection() =>
        Assert.Throws<InvalidOperationException>(() => new DefaultHttpContext().ConnectionId());

    private static Task<RunningGateway> StartAsync(Action<HttpPipeline> configure, Action<IServiceCollection>? services = null) => RunningGateway.StartAsync(
        builder =>
        {
            services?.Invoke(builder.Services);
            builder.AddHttp("Mine", configure);
        },
        ("SocketGateway:Listeners:http:Port", "0"),
        ("SocketGateway:Listeners:http:Service", "mine"),
        ("SocketGateway:Listeners:other:Port", "0"),
        ("SocketGateway:Listeners:other:Service", "other"),
        ("SocketGateway:Services:mine:Type", "Mine"),
        ("SocketGateway:Services:other:Type", "mine"));

    private static HttpClient Client(RunningGateway gateway, string listener = "http") => new() { BaseAddress = new Uri($"http://{gateway.EndPoint(listener)}") };

    private sealed class Scoped : IDisposable
    {
        private static int _made;
        private static int _disposed;

        public static int Disposed => Volatile.Read(ref _disposed);

        public int Number { get; } = Interlocked.Increment(ref _made);

        public void Dispose() => Interlocked.Increment(ref _disposed);
    }
}
