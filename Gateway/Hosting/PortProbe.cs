using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.Listeners;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Finds every port that cannot be had before anything is started, so that all of them can be named at once.</summary>
internal sealed class PortProbe
{
    private readonly List<ConfigurationFault> _faults = [];
    private readonly List<IPEndPoint> _shared = [];
    private readonly List<Socket> _held = [];

    private PortProbe()
    {
    }

    public static ProbedPorts Check(GatewayOptions options)
    {
        var probe = new PortProbe();
        foreach (var (name, listener) in options.EnabledListeners())
        {
            probe.TryBind(options.EndPointOf(listener), $"{GatewayOptions.Section}:Listeners:{name}:Port", options.ReusePort);
        }

        // The process that shares the ports of the listeners is the one that answers there, until it is stopped.
        if (probe._shared.Count == 0)
        {
            probe.TryBind(options.Admin.Url, nameof(AdminOptions.Url));
            probe.TryBind(options.Admin.HealthUrl, nameof(AdminOptions.HealthUrl));
        }

        if (options.Cluster is { Enabled: true, Port: > 0 } cluster) probe.TryCluster(cluster);
        foreach (var socket in probe._held) socket.Dispose();
        return new ProbedPorts(probe._faults, probe._shared);
    }

    private void TryBind(Uri? url, string name)
    {
        if (url is null) return;
        var host = IPAddress.TryParse(url.DnsSafeHost, out var address) ? address : url.IsLoopback ? IPAddress.Loopback : null;
        if (host is not null) TryBind(new IPEndPoint(host, url.Port), $"{GatewayOptions.Section}:{nameof(GatewayOptions.Admin)}:{name}");
    }

    private void TryCluster(ClusterOptions cluster)
    {
        try
        {
            var address = ClusterSystem.Resolve(cluster.Hostname);
            foreach (var port in new[] { cluster.Port, LinkHost.PortOf(cluster.Port) }) TryBind(new IPEndPoint(address, port), $"{GatewayOptions.Section}:Cluster:Port");
        }
        catch (SocketException e)
        {
            _faults.Add(new ConfigurationFault($"{GatewayOptions.Section}:Cluster:Hostname", $"{cluster.Hostname} cannot be resolved: {e.Message}."));
        }
    }

    private void TryBind(IPEndPoint endPoint, string key, bool mayShare = false)
    {
        if (WhyNot(endPoint, share: false) is not { } error) return;
        if (!mayShare || WhyNot(endPoint, share: true) is not null) _faults.Add(new ConfigurationFault(key, $"{endPoint} cannot be bound: {error}."));
        else _shared.Add(endPoint);
    }

    private string? WhyNot(IPEndPoint endPoint, bool share)
    {
        try
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _held.Add(socket);
            if (share) ListeningSocket.Share(socket);

            // Bound, never listening: a client that came in this moment would be reset.
            socket.Bind(endPoint);
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }
}
