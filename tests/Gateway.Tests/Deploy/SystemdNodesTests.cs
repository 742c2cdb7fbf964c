using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>A gateway and two service nodes on one host, from one unit template: their settings fit the program, the unit, and each other.</summary>
public sealed class SystemdNodesTests
{
    private static readonly string[] Nodes = ["gateway", "service-1", "service-2"];

    private static readonly GatewayOptions[] Options =
        [.. Nodes.Select(node => DeployedNode.Options("systemd/cluster.json", Environment(node)))];

    [Fact]
    public void The_unit_reads_the_settings_of_all_nodes_and_the_environment_of_its_own()
    {
        var unit = new SystemdUnit("socketgateway@.service");
        Assert.EndsWith(" run --config /etc/socketgateway/cluster.json", Assert.Single(unit["ExecStart"]), StringComparison.Ordinal);
        Assert.Equal("/etc/socketgateway/%i.env", Assert.Single(unit["EnvironmentFile"]));
    }

    [Fact]
    public void One_is_the_gateway_and_the_others_find_it()
    {
        Assert.Equal(["gateway", "service", "service"], Options.SelectMany(node => node.Cluster.Roles));
        DeployedNode.SeedsAreGateways(Options);
    }

    [Fact]
    public void No_two_want_the_same_port() => Assert.Distinct(Options
        .SelectMany(node => node.EnabledListeners().Select(listener => node.EffectivePort(listener.Value.Port)).Append(node.Cluster.Port).Append(node.Admin.Url!.Port)));

    [Fact]
    public void There_is_time_to_drain() =>
        Assert.All(Options, node => DeployedNode.HasTimeToDrain(node.Drain, new SystemdUnit("socketgateway@.service").Seconds("TimeoutStopSec")));

    /// <summary>What the unit sets, and over it the node's own file.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Environment(string node) =>
        new SystemdUnit("socketgateway@.service")["Environment"]
            .Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))
            .Concat(SystemdUnit.Lines($"{node}.env"))
            .Where(pair => pair.Key.StartsWith("SocketGateway__", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value));
}
