using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>A cluster of real processes on 127.0.0.1: one that has the role gateway alone, and some that host sessions.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private static readonly TimeSpan JoinPatience = TimeSpan.FromMinutes(2);

    private readonly ClusterFiles _files;
    private readonly IReadOnlyList<(string Key, string Value)> _shared;
    private AdminClient? _admin;

    private ClusterHost(ClusterFiles files, IReadOnlyList<(string Key, string Value)> shared, ClusterNode gateway, IReadOnlyList<ClusterNode> services) =>
        (_files, _shared, Gateway, Services) = (files, shared, gateway, services);

    public ClusterFiles Files => _files;

    public ClusterNode Gateway { get; }

    public IReadOnlyList<ClusterNode> Services { get; }

    /// <summary>The gateway's admin endpoints.</summary>
    public AdminClient Admin => _admin ??= new AdminClient(Gateway.Process.Admin);

    /// <summary>Starts one and waits until the gateway can place sessions on every service node.</summary>
    public static async Task<ClusterHost> StartAsync(ClusterPlan plan)
    {
        var host = Create(plan);
        try
        {
            await Task.WhenAll(host.Services.Prepend(host.Gateway).Select(node => node.StartAsync()));
            await host.WaitForNodesAsync();
            return host;
        }
        catch (Exception e)
        {
            var output = string.Join('\n', host.Services.Prepend(host.Gateway).Select(node => $"== {node.Name}\n{string.Join('\n', node.Output.TakeLast(20))}"));
            await host.DisposeAsync();
            throw new InvalidOperationException($"the cluster did not start: {e.Message}\n{output}", e);
        }
    }

    /// <summary>A node that knows the seeds and nothing else of what the cluster's nodes have in common, and is not counted among them. The caller starts and disposes it.</summary>
    public ClusterNode Stranger(params IEnumerable<(string Key, string Value)> values) => Node(_files, "stranger", "service", Address(new NodePlan()), new NodePlan(), [.. _shared, .. values]);

    /// <summary>Where the gateway listens for a service.</summary>
    public int Port(string service) => Gateway.Process.Table[service];

    /// <summary>Waits until the gateway can place sessions on those service nodes that run, and on no others.</summary>
    public Task WaitForNodesAsync() => Eventually.Async(
        async () =>
        {
            var running = Services.Where(node => node.Condition == NodeCondition.Up).Select(node => node.ProcessId).Order();
            return running.SequenceEqual(await LinkedAsync());
        },
        JoinPatience,
        $"the gateway sees {string.Join(", ", Services.Select(node => $"{node.Name} {node.Condition}"))}");

    /// <summary>The processes, in order, on which the gateway can place sessions.</summary>
    public async Task<IReadOnlyList<int>> LinkedAsync() =>
        [.. (await Admin.NodesAsync()).Where(node => node.Roles.Contains("service") && node.State == "up").Select(node => node.Process).OfType<int>().Order()];

    /// <summary>How many messages and frames the gateway has dropped because they came from incarnations that were given up, or over links that are over.</summary>
    public async Task<double> FencedAsync() => await Admin.MetricAsync("socketgateway_sessions_fenced_total") + await Admin.MetricAsync("socketgateway_link_fenced_total");

    /// <summary>Undoes what the last test did, and waits until all nodes are there.</summary>
    public async Task RestoreAsync()
    {
        await Task.WhenAll(Services.Prepend(Gateway).Select(node => node.RestoreAsync()));
        await WaitForNodesAsync();
    }

    /// <summary>The open connections of a service.</summary>
    public async Task<IReadOnlyList<ListedConnection>> ConnectionsAsync(string service) => [.. (await Admin.ConnectionsAsync()).Where(c => c.Service == service)];

    /// <summary>The service node of this connection's session.</summary>
    public ClusterNode NodeOf(ListedConnection connection) => Services.Single(node => node.Address == connection.Node);

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        foreach (var node in Services.Append(Gateway)) await node.DisposeAsync();
        _files.Dispose();
    }

    private static ClusterHost Create(ClusterPlan plan)
    {
        var files = new ClusterFiles();
        NodePlan[] nodes = [plan.Gateway, .. plan.Services];
        var addresses = nodes.Select(Address).ToList();
        (string, string)[] shared = [("Cluster:Enabled", "true"), .. plan.Seeds.Select((seed, i) => ($"Cluster:SeedNodes:{i}", addresses[seed]))];
        (string, string)[] all = [.. shared, .. plan.Common];
        return new ClusterHost(
            files,
            shared,
            Node(files, "gateway", "gateway", addresses[0], plan.Gateway, all),
            [.. plan.Services.Select((service, i) => Node(files, $"service {i + 1}", "service", addresses[i + 1], service, all))]);
    }

    private static string Address(NodePlan plan) => $"{plan.Hostname}:{FreePorts.Pair()}";

    private static ClusterNode Node(ClusterFiles files, string name, string role, string address, NodePlan plan, IEnumerable<(string Key, string Value)> shared)
    {
        var settings = files.For([.. shared, ("Cluster:Roles:0", role), ("Cluster:Hostname", plan.Hostname), ("Cluster:Port", address.Split(':')[1]), .. plan.Values]);
        return new ClusterNode(name, address, settings with { Launcher = plan.Launcher });
    }
}
