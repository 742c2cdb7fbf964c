using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class ClusterConfigurationTests : IDisposable
{
    private readonly ClusterFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_node_with_a_certificate_of_the_authority_starts_without_a_warning_of_it() =>
        Assert.DoesNotContain(Configured.With([.. _files.Settings(), ("Cluster:Hostname", "10.0.0.1")]).Warnings, w => w.Contains("certificate", StringComparison.Ordinal) || w.Contains("clear text", StringComparison.Ordinal));

    [Theory]
    [InlineData("none.pem", "authority.pem", "Certificate:Path", "there is no file")]
    [InlineData("leaf.pem", "authority.pem", "Certificate:Path", "holds no private key")]
    [InlineData("server.pem", "authority.pem", "Certificate:Path", "client authentication")]
    [InlineData("strange-node.pem", "authority.pem", "Certificate:Path", "not signed by the authority")]
    [InlineData("node.pem", "none.pem", "Authority", "there is no file")]
    [InlineData("node.pem", "text.pem", "Authority", "holds no certificate")]
    [InlineData("node.pem", "leaf.pem", "Authority", "holds no root")]
    [InlineData("node.pem", "stranger.pem", "Certificate:Path", "not signed by the authority")]
    public void Files_that_no_node_could_join_with_are_faults(string certificate, string authority, string key, string message) =>
        Assert.Contains(message, Configured.FaultOf("Cluster:Tls:" + key, _files.Settings(certificate, authority)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Cluster:Tls:Certificate:Path", "Cluster:Tls:Authority")]
    [InlineData("Cluster:Tls:Authority", "Cluster:Tls:Certificate")]
    public void Certificate_and_authority_go_together(string given, string missing) =>
        Assert.Contains("missing", Configured.FaultOf(missing, (given, _files.Path(given.EndsWith("Path", StringComparison.Ordinal) ? "node.pem" : "authority.pem"))), StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_ends_soon_is_warned_about() =>
        Assert.Contains(Configured.With(_files.Settings("soon.pem")).Warnings, w => w.Contains("The certificate of this node expires on", StringComparison.Ordinal));

    [Fact]
    public void Clear_text_that_other_machines_could_reach_is_warned_about()
    {
        Assert.Contains(
            Configured.With(("Cluster:Enabled", "true"), ("Cluster:Hostname", "10.0.0.1")).Warnings, w => w.Contains("trust whoever reaches their ports", StringComparison.Ordinal));
        Assert.DoesNotContain(Configured.With(("Cluster:Enabled", "true")).Warnings, w => w.Contains("trust", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loopback_name_among_seeds_of_other_machines_is_warned_about() => Assert.Contains(
        Configured.With(("Cluster:Enabled", "true"), ("Cluster:SeedNodes:0", "gateway-0:4053")).Warnings, w => w.Contains("will not find this one", StringComparison.Ordinal));

    [Fact]
    public void A_node_without_the_role_gateway_binds_nothing_and_says_so()
    {
        var result = Configured.With(("Cluster:Enabled", "true"), ("Cluster:Roles:0", "service"));
        Assert.Empty(result.Options!.EnabledListeners());
        Assert.Contains(result.Warnings, w => w.Contains("Listeners are not bound here", StringComparison.Ordinal));
    }

    [Fact]
    public void It_needs_no_listeners() =>
        Assert.Empty(Configured.Json("""{ "SocketGateway": { "Cluster": { "Enabled": true, "Roles": ["service"] }, "Services": { "e": { "Type": "Echo" } } } }""").Faults);

    [Fact]
    public void A_node_with_the_role_service_needs_a_service() => Assert.Contains(
        "nothing to host",
        Assert.Single(Configured.Json("""{ "SocketGateway": { "Cluster": { "Enabled": true, "Roles": ["service"] } } }""").Faults).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_node_without_the_role_service_hosts_nothing()
    {
        var options = Configured.Options(("Cluster:Enabled", "true"), ("Cluster:Roles:0", "gateway"));
        Assert.Empty(options.HostedServices());
        Assert.Single(options.EnabledListeners());
    }

    [Fact]
    public void Roles_mean_nothing_without_a_cluster()
    {
        var options = Configured.Options(("Cluster:Roles:0", "service"));
        Assert.Single(options.EnabledListeners());
        Assert.Single(options.HostedServices());
    }

    [Theory]
    [InlineData("10007", "listener a")]
    [InlineData("9902", "Admin:Url")]
    [InlineData("9903", "Admin:HealthUrl")]
    [InlineData("10006", "10007 is already that of the listener a")]
    [InlineData("9901", "Admin:Url")]
    public void The_ports_for_nodes_are_nobody_elses(string port, string whose) => Assert.Contains(
        whose,
        Configured.FaultOf("Cluster:Port", ("Cluster:Enabled", "true"), ("Cluster:Port", port), ("Admin:HealthUrl", "http://0.0.0.0:9903")),
        StringComparison.Ordinal);

    [Fact]
    public void A_role_is_given_once() => Configured.FaultOf("Cluster:Roles:1", ("Cluster:Roles:0", "service"), ("Cluster:Roles:1", "service"));

    [Fact]
    public void Nodes_of_a_cluster_make_up_no_user_of_their_own()
    {
        var result = Configured.With(("Cluster:Enabled", "true"));
        Assert.Null(UserDirectory.For(result.Options!).GeneratedPassword);
        Assert.Contains(result.Warnings, w => w.Contains("Logins are refused", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", "ReadOnly")]
    [InlineData("10.0.0.1", "Off")]
    public void A_node_that_cannot_see_who_reaches_the_gateways_lets_no_strangers_in(string hostname, string expected)
    {
        var options = Configured.Options(
            ("Cluster:Enabled", "true"), ("Cluster:Hostname", hostname), ("Cluster:Roles:0", "service"), ("Services:f:Type", "Ftp"));
        Assert.Equal(expected, $"{((FtpServiceOptions)options.Services["f"].Settings!).Anonymous}");
    }
}
