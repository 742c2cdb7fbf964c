using Microsoft.Extensions.Configuration;
using SocketGateway.Actors.Clustering;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Health;
using SocketGateway.Gateway.Tests.Architecture;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>The Kubernetes manifests: names that nodes find each other by, probes that are answered, time to drain, and who may connect to what.</summary>
public sealed class KubernetesTests : IDisposable
{
    private const string ClusterDomain = "svc.cluster.local";

    private const string Settings = "kubernetes/appsettings.json";

    private const string Tls = "SocketGateway:Cluster:Tls";

    private static readonly IReadOnlyList<Yaml> Objects =
    [
        .. Yaml.Read("kubernetes", "kustomization.yaml")[0]["resources"].Texts.SelectMany(file => Yaml.Read("kubernetes", file!)),
    ];

    private static readonly string Namespace = Yaml.Read("kubernetes", "kustomization.yaml")[0]["namespace"].Text!;

    private readonly ClusterCertificates _certificates = new();

    private static readonly string[] Names = ["gateway", "service"];

    public static TheoryData<string> Sets => [.. Names];

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Nodes_find_each_other_by_the_stable_names_of_gateways()
    {
        var nodes = Names.SelectMany(set => Enumerable.Range(0, Set(set)["spec"]["replicas"].Number).Select(ordinal => Options(set, ordinal))).ToList();
        Assert.Equal(5, nodes.Count);
        DeployedNode.SeedsAreGateways(nodes);
        var service = Assert.Single(Kind("Service"), s => s["metadata"]["name"].Text == Set("gateway")["spec"]["serviceName"].Text);
        Assert.All(nodes, node => Assert.EndsWith($".{service["metadata"]["name"].Text}.{Namespace}.{ClusterDomain}", node.Cluster.Hostname, StringComparison.Ordinal));
        Assert.Equal(("None", "true"), (service["spec"]["clusterIP"].Text, service["spec"]["publishNotReadyAddresses"].Text));
        Assert.Equal(Namespace, Assert.Single(Kind("Namespace"))["metadata"]["name"].Text);
        Assert.All(Names, set => Assert.True(service["spec"]["selector"].Selects(Labels(set))));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_node_has_the_role_it_is_labelled_with(string set)
    {
        Assert.Equal([set], Options(set).Cluster.Roles);
        Assert.Equal(set, Labels(set)["app.kubernetes.io/component"].Text);
        Assert.True(Set(set)["spec"]["selector"]["matchLabels"].Selects(Labels(set)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Probes_ask_where_health_is_answered_and_wait_longer_than_the_answer_may_take(string set)
    {
        var health = Options(set).Admin.HealthUrl!;
        Assert.Equal("0.0.0.0", health.Host);
        foreach (var (probe, check) in new[]
        {
            ("startupProbe", LivenessCheck.Name), ("livenessProbe", LivenessCheck.Name), ("readinessProbe", ReadinessCheck.Name),
        })
        {
            var asked = Container(set)[probe];
            Assert.Equal($"/healthz/{check}", asked["httpGet"]["path"].Text);
            Assert.Equal(health.Port, PortOf(set, asked["httpGet"]["port"].Text!));
            Assert.True(TimeSpan.FromSeconds(asked["timeoutSeconds"].Number) > LivenessCheck.Patience, probe);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void There_is_time_to_drain(string set) =>
        DeployedNode.HasTimeToDrain(Options(set).Drain, TimeSpan.FromSeconds(Pod(set)["terminationGracePeriodSeconds"].Number));

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_pod_runs_as_the_images_user_and_without_rights(string set)
    {
        var pod = Pod(set)["securityContext"];
        var container = Container(set)["securityContext"];
        Assert.Equal("true", pod["runAsNonRoot"].Text);
        Assert.Equal(ContainerfileTests.User, $"{pod["runAsUser"].Text}:{pod["runAsGroup"].Text}");
        Assert.Equal(("false", "true"), (container["allowPrivilegeEscalation"].Text, container["readOnlyRootFilesystem"].Text));
        Assert.Equal(["ALL"], container["capabilities"]["drop"].Texts);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Files_that_the_settings_name_are_mounted_beside_each_other(string set)
    {
        var mounts = Container(set)["volumeMounts"].Items.Select(mount => mount["mountPath"].Text!).ToList();
        Assert.Equal(["run", "--config", $"{mounts[0]}/appsettings.json"], Container(set)["args"].Texts);
        using var settings = File.OpenRead(Path.Combine(Repository.Root, "deploy", Settings));
        var tls = new ConfigurationBuilder().AddJsonStream(settings).Build().GetSection(Tls);
        Assert.All(["Certificate:Path", "Certificate:KeyPath", "Authority"], key => Assert.Contains(Path.GetDirectoryName(tls[key])!, mounts));

        // A mount inside of a mount that cannot be written to would not start.
        Assert.All(mounts, mount => Assert.DoesNotContain(mounts, other => other.StartsWith(mount + "/", StringComparison.Ordinal)));
        var volumes = Pod(set)["volumes"].Items.Select(volume => volume["name"].Text);
        Assert.Equal(volumes.Order(), Container(set)["volumeMounts"].Items.Select(mount => mount["name"].Text).Order());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void One_node_at_a_time_may_be_taken_away(string set)
    {
        var budget = Assert.Single(Kind("PodDisruptionBudget"), b => b["spec"]["selector"]["matchLabels"].Selects(Labels(set)));
        Assert.Equal(1, budget["spec"]["maxUnavailable"].Number);
    }

    [Fact]
    public void Clients_reach_every_listener_of_gateways_and_nothing_else()
    {
        var clients = Assert.Single(Kind("Service"), s => s["spec"]["type"].Text == "LoadBalancer");
        Assert.True(clients["spec"]["selector"].Selects(Labels("gateway")));
        Assert.False(clients["spec"]["selector"].Selects(Labels("service")));
        var options = Options("gateway");
        Assert.Equal(
            options.EnabledListeners().Select(l => (l.Key, l.Value.Port, options.EffectivePort(l.Value.Port))).Order(),
            clients["spec"]["ports"].Items.Select(p => (p["name"].Text!, p["port"].Number, PortOf("gateway", p["targetPort"].Text!))).Order());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Links_are_for_nodes_only(string set)
    {
        // Ports of a pod that some policy selects are closed but for what the policies open, each to whom it names; without a name, to everybody.
        var opened = Kind("NetworkPolicy")
            .Where(policy => policy["spec"]["podSelector"]["matchLabels"].Selects(Labels(set)))
            .SelectMany(policy => policy["spec"]["ingress"].Items)
            .SelectMany(rule => rule["ports"].Items.Select(port => (Port: PortOf(set, port["port"].Text!), From: rule["from"])))
            .ToLookup(rule => rule.Port, rule => rule.From);
        var options = Options(set);
        int[] nodesOnly = [options.Cluster.Port, LinkHost.PortOf(options.Cluster.Port)];
        Assert.Equal(
            options.EnabledListeners().Select(l => options.EffectivePort(l.Value.Port)).Concat(nodesOnly).Order(),
            opened.Select(port => port.Key).Order());
        foreach (var port in nodesOnly)
        {
            var from = Assert.Single(Assert.Single(opened[port]).Items);
            Assert.Equal(["podSelector"], from.Entries.Keys);
            Assert.All(Names, other => Assert.True(from["podSelector"]["matchLabels"].Selects(Labels(other))));
        }
    }

    private static IEnumerable<Yaml> Kind(string kind) => Objects.Where(o => o["kind"].Text == kind);

    private static Yaml Set(string name) => Assert.Single(Kind("StatefulSet"), set => set["metadata"]["name"].Text == name);

    private static Yaml Labels(string set) => Set(set)["spec"]["template"]["metadata"]["labels"];

    private static Yaml Pod(string set) => Set(set)["spec"]["template"]["spec"];

    private static Yaml Container(string set) => Assert.Single(Pod(set)["containers"].Items);

    private static int PortOf(string set, string name) =>
        Assert.Single(Container(set)["ports"].Items, port => port["name"].Text == name)["containerPort"].Number;

    private GatewayOptions Options(string set, int ordinal = 0) => DeployedNode.Options(Settings, Environment(set, ordinal), new Dictionary<string, string?>
    {
        [$"{Tls}:Certificate:Path"] = _certificates.Path("tls.crt"),
        [$"{Tls}:Certificate:KeyPath"] = _certificates.Path("tls.key"),
        [$"{Tls}:Authority"] = _certificates.Path("ca.crt"),
    });

    /// <summary>The environment of one pod of a set, with what Kubernetes puts in.</summary>
    private static Dictionary<string, string?> Environment(string set, int ordinal)
    {
        var values = new Dictionary<string, string?>();
        foreach (var variable in Container(set)["env"].Items)
        {
            var value = variable["valueFrom"]["fieldRef"]["fieldPath"].Text is { } field ? Field(field) : variable["value"].Text;
            foreach (var (name, earlier) in values) value = value?.Replace($"$({name})", earlier, StringComparison.Ordinal);
            values.Add(variable["name"].Text!, value);
        }

        return values;

        string? Field(string path) => path == "metadata.name" ? $"{set}-{ordinal}" : Labels(set)[path.Split('\'')[1]].Text;
    }
}
