using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Http;

/// <summary>What a request tells of the gateway's connection that it came on.</summary>
public static class GatewayHttpContextExtensions
{
    /// <summary>The connection, its listener and its service.</summary>
    /// <exception cref="InvalidOperationException">The request did not come through a gateway's listener.</exception>
    public static IGatewayConnectionFeature GatewayConnection(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IGatewayConnectionFeature>() ?? throw new InvalidOperationException("the request did not come through a gateway's listener");
    }

    /// <summary>The connection's name in logs, traces and lists, and for <c>IConnections</c>.</summary>
    /// <exception cref="InvalidOperationException">The request did not come through a gateway's listener.</exception>
    public static ConnectionId ConnectionId(this HttpContext context) => context.GatewayConnection().ConnectionId;

    /// <summary>The client's socket and the gateway's.</summary>
    /// <exception cref="InvalidOperationException">The request did not come through a gateway's listener.</exception>
    public static SocketPair SocketPair(this HttpContext context) => context.GatewayConnection().SocketPair;
}
