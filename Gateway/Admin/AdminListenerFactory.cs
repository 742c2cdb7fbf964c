using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using SocketGateway.Gateway.Commands;

namespace SocketGateway.Gateway.Admin;

/// <summary>
/// Kestrel's transport where processes hand their ports over (<c>ReusePort</c>). The admin endpoint is never shared: who asks must know which process answers. The one that stops lets go
/// of it first, and the one that follows waits for that while it serves.
/// </summary>
internal sealed class AdminListenerFactory(SocketTransportFactory sockets, GatewayStart start, ILoggerFactory loggers) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly ConcurrentQueue<AdminListener> _listeners = new();
    private readonly ILogger _log = loggers.CreateLogger(AdminLog.Category);

    /// <summary>Whether another process still answers there.</summary>
    public bool IsWaiting => _listeners.Any(listener => listener.IsWaiting);

    public bool CanBind(EndPoint endpoint) => start.Options.ReusePort;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new AdminListener(endpoint, stop => sockets.BindAsync(endpoint, stop), () => AdminLog.TakenOver(_log, endpoint.ToString()!));
        await listener.TryBindAsync(cancellationToken);
        _listeners.Enqueue(listener);
        return listener;
    }

    /// <summary>Closes the endpoint for new connections; those that are open are answered on.</summary>
    public async Task ReleaseAsync()
    {
        foreach (var listener in _listeners) await listener.UnbindAsync();
    }
}
