using Microsoft.Extensions.Configuration;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Tests.Architecture;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>The options of a node as a deployment starts it: a file of settings, and its environment over it, checked as <c>check-config</c> does.</summary>
internal static class DeployedNode
{
    /// <summary>A stop is to be given this much more time than the drain takes.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    /// <param name="settings">The file, below <c>deploy</c>.</param>
    /// <param name="environment">Variables by their names.</param>
    /// <param name="overrides">What only a test can set: files that are not there.</param>
    public static GatewayOptions Options(
        string settings, IEnumerable<KeyValuePair<string, string?>> environment, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        var result = GatewayConfiguration.Read(
            new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(Repository.Root, "deploy", settings))
                .AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)))
                .AddInMemoryCollection(overrides ?? [])
                .Build(),
            new ServiceTypeCatalog());
        Assert.Empty(result.Faults);
        Assert.True(result.Options!.Cluster.Enabled);
        return result.Options;
    }

    public static string Address(GatewayOptions node) => $"{node.Cluster.Hostname}:{node.Cluster.Port}";

    public static void HasTimeToDrain(DrainOptions drain, TimeSpan stop) =>
        Assert.True(stop >= drain.ReadyDelay + drain.Deadline + GatewaySupervisor.FlushTime + Margin, $"{stop} is too short for {drain}");

    /// <summary>Every seed is a gateway among these nodes, and there is one: gateways are what restarts least.</summary>
    public static void SeedsAreGateways(IReadOnlyCollection<GatewayOptions> nodes)
    {
        var gateways = nodes.Where(node => node.Cluster.Roles.SequenceEqual(["gateway"])).Select(Address).ToList();
        Assert.All(nodes, node =>
        {
            Assert.Single(node.Cluster.Roles);
            Assert.NotEmpty(node.Cluster.SeedNodes);
            Assert.All(node.Cluster.SeedNodes, seed => Assert.Contains(seed, gateways));
        });
        Assert.Equal(nodes.Count, nodes.Select(Address).Distinct().Count());
    }
}
