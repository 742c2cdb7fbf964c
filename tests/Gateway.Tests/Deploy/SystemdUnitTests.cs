using System.Globalization;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>The unit of a single gateway says what the program needs, and that of a node among several on one host says the same.</summary>
public sealed class SystemdUnitTests
{
    private const string Single = "socketgateway.service", Template = "socketgateway@.service";

    private static readonly SystemdUnit Unit = new(Single);

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("AmbientCapabilities", "CAP_NET_BIND_SERVICE")]
    [InlineData("CapabilityBoundingSet", "CAP_NET_BIND_SERVICE")]
    [InlineData("RestartPreventExitStatus", "2")]
    [InlineData("ExecReload", "/bin/kill -HUP $MAINPID")]
    [InlineData("KillSignal", "SIGTERM")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    public void It_sets(string key, string value) => Assert.Equal(value, Assert.Single(Unit[key]));

    [Fact]
    public void Ports_are_served_as_they_are_and_not_by_root()
    {
        Assert.Contains("SocketGateway__PortOffset=0", Unit["Environment"]);
        Assert.NotEqual("root", Assert.Single(Unit["User"]));
    }

    [Fact]
    public void The_stop_time_out_is_longer_than_a_drain() => DeployedNode.HasTimeToDrain(new DrainOptions(), Unit.Seconds("TimeoutStopSec"));

    [Fact]
    public void There_are_descriptors_for_the_default_number_of_connections()
    {
        var descriptors = long.Parse(Assert.Single(Unit["LimitNOFILE"]), CultureInfo.InvariantCulture);
        var budget = ResourceBudget.For(new GatewayOptions(), descriptors, memory: long.MaxValue);
        Assert.Equal(new GatewayOptions().Limits.MaxConnections, budget.MaxConnections);
    }

    [Fact]
    public void A_node_among_several_differs_in_its_name_and_its_settings_only()
    {
        Assert.Equal(Own(Single), Own(Template));

        static IEnumerable<KeyValuePair<string, string>> Own(string unit) =>
            SystemdUnit.Lines(unit).Where(line => line.Key is not ("Description" or "ExecStart" or "EnvironmentFile"));
    }
}
