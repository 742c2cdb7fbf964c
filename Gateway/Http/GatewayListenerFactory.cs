using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketGateway.Gateway.Http;

/// <summary>The transport of an inner Kestrel: a listener for each protocol, fed by sessions.</summary>
internal sealed class GatewayListenerFactory : IConnectionListenerFactory
{
    private readonly ConcurrentDictionary<HttpProtocols, GatewayListener> _listeners = new();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is not GatewayEndPoint own)
            throw new NotSupportedException($"{endpoint}: the ports of a gateway are its listeners; an application behind it has none of its own");
        return new ValueTask<IConnectionListener>(_listeners[own.Protocol] = new GatewayListener(own));
    }

    public bool TryOffer(HttpProtocols protocol, ConnectionContext connection) =>
        _listeners.TryGetValue(protocol, out var listener) && listener.TryOffer(connection);
}
