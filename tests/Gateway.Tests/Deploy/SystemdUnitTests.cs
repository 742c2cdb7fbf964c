using System.Globalization;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Tests.Architecture;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>The unit in <c>deploy/systemd</c> says what the program needs.</summary>
public sealed class SystemdUnitTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    private static readonly ILookup<string, string> Settings = File
        .ReadLines(Path.Combine(Repository.Root, "deploy", "systemd", "socketgateway.service"))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToLookup(pair => pair[0], pair => pair[1]);

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("AmbientCapabilities", "CAP_NET_BIND_SERVICE")]
    [InlineData("CapabilityBoundingSet", "CAP_NET_BIND_SERVICE")]
    [InlineData("RestartPreventExitStatus", "2")]
    [InlineData("ExecReload", "/bin/kill -HUP $MAINPID")]
    [InlineData("KillSignal", "SIGTERM")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    public void It_sets(string key, string value) => Assert.Equal(value, Assert.Single(Settings[key]));

    [Fact]
    public void Ports_are_served_as_they_are_and_not_by_root()
    {
        Assert.Contains("SocketGateway__PortOffset=0", Settings["Environment"]);
        Assert.NotEqual("root", Assert.Single(Settings["User"]));
    }

    [Fact]
    public void The_stop_time_out_is_longer_than_a_drain()
    {
        var drain = new DrainOptions();
        var stop = TimeSpan.FromSeconds(int.Parse(Assert.Single(Settings["TimeoutStopSec"]), CultureInfo.InvariantCulture));
        Assert.True(stop >= drain.ReadyDelay + drain.Deadline + GatewaySupervisor.FlushTime + Margin, $"{stop} is too short for {drain}");
    }

    [Fact]
    public void There_are_descriptors_for_the_default_number_of_connections()
    {
        var descriptors = long.Parse(Assert.Single(Settings["LimitNOFILE"]), CultureInfo.InvariantCulture);
        var budget = ResourceBudget.For(new GatewayOptions(), descriptors, memory: long.MaxValue);
        Assert.Equal(new GatewayOptions().Limits.MaxConnections, budget.MaxConnections);
    }
}
