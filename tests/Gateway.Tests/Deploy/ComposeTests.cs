using System.Globalization;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Health;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>The compose file: nodes that find each other, and a collector that takes what they send.</summary>
public sealed class ComposeTests
{
    private static readonly Yaml File = Assert.Single(Yaml.Read("compose", "compose.yaml"));

    private static readonly Yaml Collector = Assert.Single(Yaml.Read("compose", "collector.yaml"));

    private static readonly Dictionary<string, Yaml> Nodes =
        File["services"].Entries.Where(service => service.Key != "collector").ToDictionary(service => service.Key, service => service.Value);

    private static readonly Dictionary<string, GatewayOptions> Options = Nodes.ToDictionary(node => node.Key, node => Read(node.Value));

    [Fact]
    public void There_are_two_gateways_and_three_service_nodes()
    {
        Assert.Equal(2, Options.Values.Count(node => node.Cluster.Roles.Contains("gateway")));
        Assert.Equal(3, Options.Values.Count(node => node.Cluster.Roles.Contains("service")));
        DeployedNode.SeedsAreGateways(Options.Values);
    }

    [Fact]
    public void A_node_is_called_what_others_call_it() => Assert.All(Nodes, node =>
    {
        Assert.Equal(node.Key, node.Value["hostname"].Text);
        Assert.Equal(node.Key, Options[node.Key].Cluster.Hostname);
    });

    [Fact]
    public void Every_node_runs_the_mounted_settings_without_rights() => Assert.All(Nodes.Values, node =>
    {
        var mount = Assert.Single(node["volumes"].Texts)!.Split(':');
        Assert.Equal(("./appsettings.json", "ro"), (mount[0], mount[2]));
        Assert.Equal(["run", "--config", mount[1]], node["command"].Texts);
        Assert.Equal(ContainerfileTests.User, node["user"].Text);
        Assert.Equal(["ALL"], node["cap_drop"].Texts);
        Assert.Equal("true", node["read_only"].Text);
    });

    [Fact]
    public void There_is_time_to_drain() =>
        Assert.All(Nodes, node => DeployedNode.HasTimeToDrain(Options[node.Key].Drain, Seconds(node.Value["stop_grace_period"])));

    [Fact]
    public void Published_ports_are_those_of_listeners_and_of_gateways_only() => Assert.All(Nodes, node =>
    {
        var options = Options[node.Key];
        var published = node.Value["ports"].Texts.Select(port => int.Parse(port!.Split(':')[^1], CultureInfo.InvariantCulture));
        Assert.Equal(options.EnabledListeners().Select(listener => options.EffectivePort(listener.Value.Port)).Order(), published.Order());
    });

    [Fact]
    public void Ports_of_the_host_are_published_once() =>
        Assert.Distinct(Nodes.Values.SelectMany(node => node["ports"].Texts).Select(port => port![..port!.LastIndexOf(':')]));

    [Fact]
    public void Health_is_asked_where_it_is_answered() => Assert.All(Nodes, node =>
    {
        var admin = Options[node.Key].Admin.Url!;
        var probe = node.Value["healthcheck"];
        var script = probe["test"].Items[^1].Text!;
        Assert.Contains($"/dev/tcp/{admin.Host}/{admin.Port} ", script, StringComparison.Ordinal);
        Assert.Contains($"GET /healthz/{ReadinessCheck.Name} HTTP/1.1", script, StringComparison.Ordinal);
        Assert.Contains($"Host: localhost:{admin.Port}", script, StringComparison.Ordinal);
        Assert.True(Seconds(probe["timeout"]) > LivenessCheck.Patience);
    });

    [Fact]
    public void The_collector_listens_where_the_nodes_send()
    {
        var endPoint = Collector["receivers"]["otlp"]["protocols"]["grpc"]["endpoint"].Text!;
        Assert.All(Nodes.Values, node => Assert.Equal($"http://collector:{endPoint.Split(':')[^1]}", node["environment"]["OTEL_EXPORTER_OTLP_ENDPOINT"].Text));
        var mount = Assert.Single(File["services"]["collector"]["volumes"].Texts)!.Split(':');
        Assert.Equal(("./collector.yaml", mount[1]), (mount[0], File["services"]["collector"]["command"].Items[^1].Text));
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("metrics")]
    public void What_nodes_send_has_a_pipeline_of_parts_that_are_there(string signal)
    {
        var pipeline = Collector["service"]["pipelines"][signal];
        Assert.All(new[] { "receivers", "processors", "exporters" }, kind =>
        {
            Assert.NotEmpty(pipeline[kind].Items);
            Assert.All(pipeline[kind].Texts, part => Assert.Contains(part!, Collector[kind].Entries.Keys));
        });
    }

    private static GatewayOptions Read(Yaml node) =>
        DeployedNode.Options("compose/appsettings.json", node["environment"].Entries.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text)));

    private static TimeSpan Seconds(Yaml duration)
    {
        Assert.EndsWith("s", duration.Text, StringComparison.Ordinal);
        return TimeSpan.FromSeconds(int.Parse(duration.Text![..^1], CultureInfo.InvariantCulture));
    }
}
