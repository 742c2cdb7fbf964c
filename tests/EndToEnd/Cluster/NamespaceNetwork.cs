using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>A bridge in the test's own network namespace, and some others, each at one of its cables, which can be cut.</summary>
internal sealed class NamespaceNetwork : IAsyncDisposable
{
    private const string Prefix = "10.203.77";

    // Names of interfaces have at most 15 characters, and those of another run are not these.
    private readonly string _name = $"sg{Environment.ProcessId % 1_000_000}";
    private readonly int _hosts;

    private NamespaceNetwork(int hosts) => _hosts = hosts;

    /// <summary>A node in the test's own namespace.</summary>
    public static NodePlan Own => new() { Hostname = $"{Prefix}.1" };

    public static async Task<NamespaceNetwork> CreateAsync(int hosts)
    {
        var network = new NamespaceNetwork(hosts);
        try
        {
            await network.ConnectAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>A node in that namespace.</summary>
    public NodePlan Plan(int host) => new() { Hostname = AddressOf(host), Launcher = ["ip", "netns", "exec", NameOf(host)] };

    /// <summary>Nothing passes any more, and nobody is told.</summary>
    public Task CutAsync(int host) => IpAsync($"link set {NameOf(host)} down");

    public Task MendAsync(int host) => IpAsync($"link set {NameOf(host)} up");

    public async ValueTask DisposeAsync()
    {
        for (var host = 0; host < _hosts; host++) await Shell.BashAsync($"ip netns del {NameOf(host)}");
        await Shell.BashAsync($"ip link del {_name}");
    }

    private async Task ConnectAsync()
    {
        await IpAsync($"link add {_name} type bridge");
        await IpAsync($"addr add {Own.Hostname}/24 dev {_name}");
        await IpAsync($"link set {_name} up");
        for (var host = 0; host < _hosts; host++)
        {
            await IpAsync($"netns add {NameOf(host)}");
            await IpAsync($"link add {NameOf(host)} type veth peer name eth0 netns {NameOf(host)}");
            await IpAsync($"link set {NameOf(host)} master {_name} up");
            await IpAsync($"-n {NameOf(host)} addr add {AddressOf(host)}/24 dev eth0");
            await IpAsync($"-n {NameOf(host)} link set eth0 up");
            await IpAsync($"-n {NameOf(host)} link set lo up");
        }
    }

    private string NameOf(int host) => $"{_name}n{host}";

    private static string AddressOf(int host) => $"{Prefix}.{host + 2}";

    private static async Task IpAsync(string arguments) => (await Shell.BashAsync($"ip {arguments}")).Succeeded();
}
