using System.Net;
using SocketGateway.Actors.Clustering;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Checks the section <c>Cluster</c>, and what it asks of the others.</summary>
internal sealed class ClusterValidator(GatewayOptions options, Action<string, string> fault, Action<string> warn)
{
    private const int SmallestWindow = 128 * 1024;
    private const int LargestWindow = 64 * 1024 * 1024;
    private const int LargestWeight = 1000;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    private readonly ClusterOptions _cluster = options.Cluster;

    public void Check()
    {
        CheckAddress();
        CheckRoles();
        for (var i = 0; i < _cluster.SeedNodes.Count; i++)
        {
            if (!ClusterAddress.TryParse(_cluster.SeedNodes[i], out var seed) || seed.Port == 0) fault($"Cluster:SeedNodes:{i}", $"'{_cluster.SeedNodes[i]}' is not host:port");
        }

        if (_cluster.LinkTimeout < ShortestTimeout || _cluster.LinkTimeout > LongestTimeout) fault("Cluster:LinkTimeout", "must be from 1 s to 5 min");
        if (_cluster.LinkWindow is < SmallestWindow or > LargestWindow) fault("Cluster:LinkWindow", $"must be from {SmallestWindow} (128 KiB) to {LargestWindow} (64 MiB)");
        if (_cluster.Weight is < 1 or > LargestWeight) fault("Cluster:Weight", $"must be from 1 to {LargestWeight}");
        if (_cluster.Version is { } label && !GatewayValidator.IsName(label)) fault("Cluster:Version", GatewayValidator.NameRule);
        if (_cluster.Tls is { Certificate.Path.Length: > 0, Authority.Length: > 0 } tls) CheckTls(tls);
        if (_cluster.Enabled) CheckNode();
    }

    private void CheckAddress()
    {
        if (_cluster.Port is < 0 or > 65534) fault("Cluster:Port", $"{_cluster.Port} is no port with another one behind it: 1 to 65534, or 0 for any free ones");
        if (!ClusterAddress.IsHost(_cluster.Hostname)) fault("Cluster:Hostname", $"'{_cluster.Hostname}' is neither a host's name nor an IPv4 address");
        else if (_cluster.Hostname == IPAddress.Any.ToString()) fault("Cluster:Hostname", "0.0.0.0 is no address at which other nodes could reach this one");
    }

    private void CheckRoles()
    {
        for (var i = 0; i < _cluster.Roles.Count; i++)
        {
            var role = _cluster.Roles[i];
            if (role is not (ClusterOptions.GatewayRole or ClusterOptions.ServiceRole)) fault($"Cluster:Roles:{i}", $"'{role}' is neither gateway nor service");
            else if (_cluster.Roles.Take(i).Contains(role)) fault($"Cluster:Roles:{i}", $"{role} is there twice");
        }
    }

    /// <summary>What only matters to a node that is one.</summary>
    private void CheckNode()
    {
        if (_cluster.IsService && options.Services.Count == 0) fault("Services", "none is configured: a node with the role service has nothing to host");
        if (!_cluster.IsGateway && options.Listeners.Any(l => l.Value.Enabled)) warn("Listeners are not bound here: this node has not the role gateway.");
        if (_cluster.Port > 0) CheckPorts();
        if (Exposure.IsLoopback(_cluster.Hostname))
        {
            if (_cluster.SeedNodes.FirstOrDefault(seed => ClusterAddress.TryParse(seed, out var node) && !Exposure.IsLoopback(node.Host)) is { } far)
                warn($"Cluster:Hostname {_cluster.Hostname} cannot be reached from {far}: nodes of other machines will not find this one.");
        }
        else if (_cluster.Tls is null)
        {
            warn($"Nodes speak in clear text on {_cluster.Hostname}, and trust whoever reaches their ports there: Cluster:Tls is not set.");
        }
    }

    private void CheckPorts()
    {
        if (!IPAddress.TryParse(_cluster.Hostname, out var address)) return;
        int[] ports = [_cluster.Port, LinkHost.PortOf(_cluster.Port)];
        foreach (var (name, listener) in options.EnabledListeners())
        {
            if (options.EffectivePort(listener.Port) is var port && ports.Contains(port) && ListenerValidator.Overlap(listener.Address ?? options.Address, address))
                fault("Cluster:Port", $"{port} is already that of the listener {name}");
        }

        foreach (var admin in options.Admin.EndPoints)
        {
            var host = IPAddress.TryParse(admin.DnsSafeHost, out var own) ? own : IPAddress.Loopback;
            if (ports.Contains(admin.Port) && ListenerValidator.Overlap(host, address))
                fault("Cluster:Port", $"{admin.Port} is already that of {(admin == options.Admin.Url ? "Admin:Url" : "Admin:HealthUrl")}");
        }
    }

    private void CheckTls(ClusterTlsOptions tls)
    {
        var trust = ClusterTlsFiles.Load(tls, out var wrong);
        if (wrong is not null) fault($"Cluster:Tls:{wrong.Key}", wrong.Message);
        else if (trust!.Warning is { } warning) warn($"The certificate of this node {warning}.");
    }
}
