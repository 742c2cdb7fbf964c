using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Clustering;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Finds every port that cannot be had before anything is started, so that all of them can be named at once.</summary>
internal static class PortProbe
{
    public static IReadOnlyList<ConfigurationFault> Check(GatewayOptions options)
    {
        var faults = new List<ConfigurationFault>();
        var held = new List<Socket>();
        foreach (var (name, listener) in options.EnabledListeners())
        {
            TryBind(options.EndPointOf(listener), $"{GatewayOptions.Section}:Listeners:{name}:Port", held, faults);
        }

        TryBind(options.Admin.Url, nameof(AdminOptions.Url), held, faults);
        TryBind(options.Admin.HealthUrl, nameof(AdminOptions.HealthUrl), held, faults);
        if (options.Cluster is { Enabled: true, Port: > 0 } cluster) TryCluster(cluster, held, faults);
        foreach (var socket in held) socket.Dispose();
        return faults;
    }

    private static void TryBind(Uri? url, string name, List<Socket> held, List<ConfigurationFault> faults)
    {
        if (url is not null && IPAddress.TryParse(url.DnsSafeHost, out var address))
            TryBind(new IPEndPoint(address, url.Port), $"{GatewayOptions.Section}:{nameof(GatewayOptions.Admin)}:{name}", held, faults);
    }

    private static void TryCluster(ClusterOptions cluster, List<Socket> held, List<ConfigurationFault> faults)
    {
        try
        {
            var address = ClusterSystem.Resolve(cluster.Hostname);
            foreach (var port in new[] { cluster.Port, LinkHost.PortOf(cluster.Port) }) TryBind(new IPEndPoint(address, port), $"{GatewayOptions.Section}:Cluster:Port", held, faults);
        }
        catch (SocketException e)
        {
            faults.Add(new ConfigurationFault($"{GatewayOptions.Section}:Cluster:Hostname", $"{cluster.Hostname} cannot be resolved: {e.Message}."));
        }
    }

    private static void TryBind(IPEndPoint endPoint, string key, List<Socket> held, List<ConfigurationFault> faults)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        held.Add(socket);
        try
        {
            // Bound, never listening: a client that came in this moment would be reset.
            socket.Bind(endPoint);
        }
        catch (SocketException e)
        {
            faults.Add(new ConfigurationFault(key, $"{endPoint} cannot be bound: {e.Message}."));
        }
    }
}
