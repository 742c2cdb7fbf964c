using System.Net;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Routes;

namespace SocketGateway.Protocols.Preludes;

/// <summary>What is looked at before a connection of a listener has a service.</summary>
/// <param name="ProxyProtocol">Whether it begins with a PROXY header.</param>
/// <param name="Trusted">The networks of those whose header is believed.</param>
/// <param name="Routes">Which service has it.</param>
internal sealed record PreludeSettings(ProxyProtocolMode ProxyProtocol, NetworkSet Trusted, RouteTable Routes)
{
    /// <summary>How long a PROXY header may take, in milliseconds.</summary>
    public long HeaderTimeout { get; init; } = 10_000;

    /// <summary>How long the first bytes that tell the route are waited for, in milliseconds; then it is the listener's own service.</summary>
    public long RouteTimeout { get; init; } = 3_000;

    /// <summary>Whether the header of this peer is believed: then it is a proxy, and the client somebody else.</summary>
    public bool IsProxy(IPAddress peer) => ProxyProtocol != ProxyProtocolMode.Off && Trusted.Contains(peer);
}
