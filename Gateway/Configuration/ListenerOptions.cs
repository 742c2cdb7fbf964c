using System.Net;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Gateway.Configuration;

/// <summary>One bound address and port, its limits, and the service it routes to.</summary>
internal sealed record ListenerOptions
{
    /// <summary>Whether it is bound. Default true; false keeps the entry and closes the port.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The TCP port, 1 to 65535; below 1024 <see cref="GatewayOptions.PortOffset"/> is added. 0: any free port, chosen by the
    /// system.</summary>
    public required int Port { get; init; }

    /// <summary>The address to bind. Default null: <see cref="GatewayOptions.Address"/>.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The key in <see cref="GatewayOptions.Services"/> of the service that serves its connections.</summary>
    public required string Service { get; init; }

    /// <summary>Connections that the kernel may complete before they are accepted. Default 1024; the kernel may cap it, and what is
    /// above waits for a retransmission.</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>The networks and addresses whose clients may come. Default empty: all. An IPv4 client is never one of an IPv6 network, though its socket may show it so.</summary>
    public IReadOnlyList<IPNetwork> Allow { get; init; } = [];

    /// <summary>The networks and addresses whose clients are refused, also those in <see cref="Allow"/>. Default empty: none.</summary>
    public IReadOnlyList<IPNetwork> Deny { get; init; } = [];

    /// <summary>Limits of this listener.</summary>
    public ListenerLimits Limits { get; init; } = new();

    /// <summary>TLS. Default null: clear text.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Proxies in front of it.</summary>
    public ProxyProtocolOptions ProxyProtocol { get; init; } = new();

    /// <summary>Which connections go to another service than <see cref="Service"/>, in order. Default none.</summary>
    public IReadOnlyList<RouteOptions> Routes { get; init; } = [];

    /// <summary>Every service that a connection of it may go to.</summary>
    internal IEnumerable<string> Services => Routes.Select(route => route.Service).Prepend(Service).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anything is looked at before a connection has a service.</summary>
    internal bool NeedsPrelude => ProxyProtocol.Mode != ProxyProtocolMode.Off || Routes.Count > 0;

    /// <summary>Whether its connections are under TLS from their beginning.</summary>
    internal bool IsTls => Tls is { Mode: TlsMode.Implicit };
}
