using System.Net;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Preludes;
using SocketGateway.Protocols.Routes;

namespace SocketGateway.Actors.Messages;

/// <summary>What a listener is to look at before a connection has a service, as configured.</summary>
/// <param name="ProxyProtocol">Whether connections begin with a PROXY header.</param>
/// <param name="Trusted">The networks of those whose header is believed.</param>
/// <param name="Routes">In order.</param>
/// <param name="HeaderTimeout">How long a header may take.</param>
/// <param name="RouteTimeout">How long first bytes are waited for.</param>
internal sealed record PreludePlan(
    ProxyProtocolMode ProxyProtocol, IReadOnlyList<IPNetwork> Trusted, IReadOnlyList<RoutePlan> Routes, TimeSpan HeaderTimeout, TimeSpan RouteTimeout)
{
    /// <summary>For all connections of the listener.</summary>
    /// <param name="fallback">The listener's own service.</param>
    public PreludeSettings For(string fallback) => new(ProxyProtocol, new NetworkSet(Trusted), new RouteTable([.. Routes.Select(RouteOf)], fallback))
    {
        HeaderTimeout = (long)HeaderTimeout.TotalMilliseconds,
        RouteTimeout = (long)RouteTimeout.TotalMilliseconds,
    };

    private static Route RouteOf(RoutePlan plan) => new(plan.Service)
    {
        Clients = plan.Clients.Count > 0 ? new NetworkSet(plan.Clients) : null,
        ServerNames = [.. plan.ServerNames.Select(name => name.ToLowerInvariant())],
        Protocols = plan.Protocols,
        FirstBytes = plan.FirstBytes,
        WantsHello = plan.WantsHello,
    };
}
