using Microsoft.AspNetCore.Http.Features;
using SocketGateway.Gateway.Services;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// The application of one HTTP service: middlewares and endpoints are added as to a <see cref="WebApplication"/>, with routing around them. Its services are those of the
/// program that hosts the gateway; each request has a scope of its own.
/// </summary>
public sealed class HttpPipeline : IApplicationBuilder, IEndpointRouteBuilder
{
    // The two keys by which UseRouting finds its builder of endpoints, as in a WebApplication.
    private const string GlobalRoutes = "__GlobalEndpointRouteBuilder";
    private const string Routes = "__EndpointRouteBuilder";

    private readonly ApplicationBuilder _application;

    internal HttpPipeline(IServiceProvider services, ServiceContext context)
    {
        Context = context;
        _application = new ApplicationBuilder(services);
        Properties[GlobalRoutes] = this;
    }

    /// <summary>The configured name of the service.</summary>
    public string Service => Context.Name;

    /// <inheritdoc/>
    public IServiceProvider ApplicationServices
    {
        get => _application.ApplicationServices;
        set => _application.ApplicationServices = value;
    }

    /// <inheritdoc/>
    public IFeatureCollection ServerFeatures => _application.ServerFeatures;

    /// <inheritdoc/>
    public IDictionary<string, object?> Properties => _application.Properties;

    /// <inheritdoc/>
    public IServiceProvider ServiceProvider => ApplicationServices;

    /// <inheritdoc/>
    public ICollection<EndpointDataSource> DataSources { get; } = [];

    internal ServiceContext Context { get; }

    /// <inheritdoc/>
    public IApplicationBuilder CreateApplicationBuilder() => New();

    /// <summary>A builder for a branch; one that uses routing has endpoints of its own.</summary>
    public IApplicationBuilder New()
    {
        var branch = _application.New();
        branch.Properties.Remove(GlobalRoutes);
        return branch;
    }

    /// <inheritdoc/>
    public IApplicationBuilder Use(Func<RequestDelegate, RequestDelegate> middleware)
    {
        _application.Use(middleware);
        return this;
    }

    /// <summary>Routing first, unless the application has placed it; then its own middlewares; then the endpoints.</summary>
    RequestDelegate IApplicationBuilder.Build()
    {
        var whole = new ApplicationBuilder(ApplicationServices);
        whole.Properties[GlobalRoutes] = this;
        if (Properties.TryGetValue(Routes, out var placed)) whole.Properties[Routes] = placed;
        else whole.UseRouting();
        whole.Use(next =>
        {
            _application.Run(next);
            return _application.Build();
        });
        whole.UseEndpoints(static _ => { });
        return whole.Build();
    }
}
