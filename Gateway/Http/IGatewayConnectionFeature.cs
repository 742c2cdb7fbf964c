using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Http;

/// <summary>The gateway's connection behind a request: <c>HttpContext.Features.Get&lt;IGatewayConnectionFeature&gt;()</c>.</summary>
public interface IGatewayConnectionFeature
{
    /// <summary>The connection's name in logs, traces and lists; <c>HttpContext.Connection.Id</c> is its text.</summary>
    ConnectionId ConnectionId { get; }

    /// <summary>The client's socket and the gateway's.</summary>
    SocketPair SocketPair { get; }

    /// <summary>The configured name of the listener that accepted it.</summary>
    string Listener { get; }

    /// <summary>The configured name of the service.</summary>
    string Service { get; }
}
