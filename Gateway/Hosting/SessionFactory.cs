using SocketGateway.Actors.Services;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Makes sessions by constructor injection, a scope each.</summary>
internal sealed class SessionFactory : ISessionFactory
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ObjectFactory _create;
    private readonly object[] _arguments;

    public SessionFactory(IServiceScopeFactory scopes, Type session, ServiceContext service)
    {
        _scopes = scopes;

        // What the container does not know is given to constructors that ask for it.
        object?[] known = [service, service.Options.Settings];
        var wanted = session.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType).ToHashSet();
        _arguments = [.. known.OfType<object>().Where(a => wanted.Contains(a.GetType()))];
        _create = ActivatorUtilities.CreateFactory(session, [.. _arguments.Select(a => a.GetType())]);
    }

    public (Session Session, IAsyncDisposable? Scope) Create()
    {
        var scope = _scopes.CreateAsyncScope();
        return ((Session)_create(scope.ServiceProvider, _arguments), scope);
    }
}
