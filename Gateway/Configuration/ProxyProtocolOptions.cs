using System.Net;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Whether a listener's connections come by way of a proxy that says who the client is (HAProxy's PROXY protocol, version 1 and 2).</summary>
internal sealed record ProxyProtocolOptions
{
    /// <summary>Default Off.</summary>
    public ProxyProtocolMode Mode { get; init; } = ProxyProtocolMode.Off;

    /// <summary>The networks and addresses of proxies; nobody else's header is believed. Needed unless Mode is Off.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks { get; init; } = [];
}
