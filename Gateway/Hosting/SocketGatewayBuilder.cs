using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Http;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Adds what a gateway serves beside the services that ship.</summary>
public sealed class SocketGatewayBuilder
{
    private readonly ServiceTypeCatalog _types;

    internal SocketGatewayBuilder(IServiceCollection services, ServiceTypeCatalog types) => (Services, _types) = (services, types);

    /// <summary>The container that sessions are made from.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Makes a session class known as a service's <c>Type</c>.</summary>
    /// <param name="type">The word that the configuration uses.</param>
    /// <typeparam name="TSession">Made once per incarnation, in a scope of its own.</typeparam>
    /// <exception cref="ArgumentException">The word is taken.</exception>
    public SocketGatewayBuilder AddService<TSession>(string type)
        where TSession : Session
    {
        _types.Add(new ServiceTypeRegistration(type) { Session = typeof(TSession) });
        return this;
    }

    /// <summary>
    /// Makes an ASP.NET Core application known as a service's <c>Type</c>: middlewares and endpoints that HTTP/1.1 and HTTP/2 clients of the service's listeners reach.
    /// </summary>
    /// <param name="type">The word that the configuration uses.</param>
    /// <param name="configure">Builds the application, once for each service of the type, before a port is bound.</param>
    /// <exception cref="ArgumentException">The word is taken.</exception>
    public SocketGatewayBuilder AddHttp(string type, Action<HttpPipeline> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _types.Add(HttpApplication.TypeOf<HttpServiceOptions>(type));
        Services.AddSingleton(new HttpApplication(type, configure));
        return this;
    }
}
