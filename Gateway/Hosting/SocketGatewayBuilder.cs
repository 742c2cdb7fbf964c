using SocketGateway.Gateway.Configuration;
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
}
