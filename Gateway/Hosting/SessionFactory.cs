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
    private readonly bool _injected;
    private readonly IServiceProvider _provider;

    public SessionFactory(IServiceProvider provider, Type session, ServiceContext service)
    {
        (_provider, _scopes) = (provider, provider.GetRequiredService<IServiceScopeFactory>());
        SessionType = session;

        // What the container does not know is given to constructors that ask for it.
        object?[] known = [service, service.Options.Settings];
        var wanted = session.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType).ToHashSet();
        _arguments = [.. known.OfType<object>().Where(a => wanted.Contains(a.GetType()))];
        _injected = wanted.Count > _arguments.Length;
        _create = ActivatorUtilities.CreateFactory(session, [.. _arguments.Select(a => a.GetType())]);
    }

    public Type SessionType { get; }

    public (Session Session, IAsyncDisposable? Scope) Create()
    {
        // A session that asks for nothing needs no scope, and thousands of them come and go a second.
        if (!_injected) return ((Session)_create(_provider, _arguments), null);
        var scope = _scopes.CreateAsyncScope();
        try
        {
            return ((Session)_create(scope.ServiceProvider, _arguments), scope);
        }
        catch
        {
            // What was made for a session that could not be made itself: for one, the connection to a database that is down.
            _ = scope.DisposeAsync().AsTask();
            throw;
        }
    }
}
