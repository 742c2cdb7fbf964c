using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketGateway.Gateway.Http;

/// <summary>Where an inner Kestrel listens: no port, but a service's connections that speak this protocol.</summary>
internal sealed class GatewayEndPoint(string service, HttpProtocols protocol) : EndPoint
{
    public HttpProtocols Protocol => protocol;

    public override string ToString() => $"{service}/{protocol}";
}
