using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class FaultTests
{
    [Theory]
    [InlineData("PortOffset", "ten", "'ten' is not a whole number")]
    [InlineData("PortOffset", "-1", "negative")]
    [InlineData("PortOffset", "", "empty")]
    [InlineData("PortOffset", "99999999999", "in range")]
    [InlineData("ReusePort", "1", "neither true nor false")]
    [InlineData("PortOfset", "0", "did you mean PortOffset?")]
    [InlineData("Zebra", "0", "unknown key")]
    [InlineData("Flow", "7", "needs keys")]
    [InlineData("Listeners", "7", "needs named entries")]
    [InlineData("Address", "localhost", "not an IP address")]
    [InlineData("Address", "1", "not an IP address")]
    [InlineData("Address", "010.0.0.1", "not an IP address")]
    [InlineData("Listeners:a:Port", "-1", "not a port")]
    [InlineData("Listeners:a:Port", "65536", "not a port")]
    [InlineData("Listeners:a:Port", "", "empty")]
    [InlineData("Listeners:a:Port:b", "1", "not keys of its own", "Listeners:a:Port")]
    [InlineData("Listeners:a:Enabled", "yes", "neither true nor false")]
    [InlineData("Listeners:a:Enabled", "false", "", "Listeners")]
    [InlineData("Listeners:a:Backlog", "0", "at least 1")]
    [InlineData("Listeners:a:Service", "ecko", "did you mean echo?")]
    [InlineData("Listeners:a:Service", "", "empty")]
    [InlineData("Listeners:a:Limits:MaxConnections", "0", "at least 1")]
    [InlineData("Listeners:a:Limits:MaxConnectionsPerClient", "0", "at least 1")]
    [InlineData("Listeners:a:Limits:AcceptRate", "0", "at least 1")]
    [InlineData("Listeners:a:Limits:AcceptRate", "0.5", "not a whole number")]
    [InlineData("Listeners:a:Limits:AcceptRatePerClient", "0", "at least 1")]
    [InlineData("Listeners:a:Limits:ReceiveRate", "1023", "at least 1024 bytes a second")]
    [InlineData("Listeners:a:Limits:SendRate", "0", "at least 1024 bytes a second")]
    [InlineData("Listeners:a:Limits:ReceiveRatePerConnection", "-1", "at least 1024 bytes a second")]
    [InlineData("Listeners:a:Limits:SendRatePerConnection", "1000000000001", "at most 1000000000000")]
    [InlineData("Listeners:a:Limits:SendRate", "1MB", "not a whole number")]
    [InlineData("Listeners:a:Limits:IdleTimeout", "00:00:00", "above 0")]
    [InlineData("Listeners:a:Limits:IdleTimeout", "30", "not a time span")]
    [InlineData("Listeners:a:Limits:IdleTimeout", "60.00:00:00", "49 days")]
    [InlineData("Listeners:a:Limits:IdelTimeout", "00:00:01", "did you mean IdleTimeout?")]
    [InlineData("Services:echo:Type", "Eco", "did you mean Echo?")]
    [InlineData("Services:echo:Type", "", "empty")]
    [InlineData("Services:echo:Root", "/", "unknown key")]
    [InlineData("Services:echo:OnLost:Action", "Restart", "Resume, Close")]
    [InlineData("Services:echo:OnLost:Action", "1", "Resume, Close")]
    [InlineData("Services:echo:OnLost:HoldTimeout", "-00:00:01", "above 0")]
    [InlineData("Services:echo:Placement:Policy", "Leastsession", "did you mean LeastSessions?")]
    [InlineData("Services:echo:Placement:HashBy", "Moon", "ClientAddress")]
    [InlineData("Services:echo:AllowClearText", "1", "neither true nor false")]
    [InlineData("Flow:InputWindow", "0", "at least 1")]
    [InlineData("Flow:OutputWindow", "-1", "at least 1")]
    [InlineData("Flow:MaxCommit", "0", "at least 1")]
    [InlineData("Flow:MaxState", "1048577", "1 MiB")]
    [InlineData("Flow:MaxState", "-1", "1 MiB")]
    [InlineData("Flow:StepTimeout", "00:00:00", "above 0")]
    [InlineData("Flow:MaxBufferedBytes", "1000", "at least 458752")]
    [InlineData("Limits:MaxConnections", "0", "at least 1")]
    [InlineData("Drain:ReadyDelay", "-00:00:01", "from 0")]
    [InlineData("Drain:Deadline", "-00:00:01", "from 0")]
    [InlineData("Drain:CloseSpread", "-00:00:01", "from 0")]
    [InlineData("Telemetry:Console", "Maybe", "Off, On, Auto")]
    [InlineData("Telemetry:Steps", "2", "neither true nor false")]
    [InlineData("Admin:Url", "127.0.0.1:9902", "not a URL")]
    [InlineData("Admin:Url", "http://10.0.0.1:9902", "not a loopback address")]
    [InlineData("Admin:Url", "http://0.0.0.0:9902", "not a loopback address")]
    [InlineData("Admin:Url", "https://127.0.0.1:9902", "TLS is not supported yet")]
    [InlineData("Admin:Url", "http://127.0.0.1:9902/api", "nothing else")]
    [InlineData("Admin:Url", "http://127.0.0.1:10007", "listener a")]
    [InlineData("Admin:HealthUrl", "https://0.0.0.0:9903", "TLS is not supported yet")]
    [InlineData("Admin:HealthUrl", "http://gateway:9903", "not an IP address")]
    [InlineData("Admin:HealthUrl", "http://0.0.0.0:9902", "a port of its own")]
    [InlineData("Admin:HealthUrl", "http://0.0.0.0:0", "a port of its own")]
    [InlineData("Admin:HealthUrl", "http://0.0.0.0:9903/healthz", "nothing else")]
    [InlineData("Admin:HealthUrl", "http://0.0.0.0:10007", "listener a")]
    [InlineData("Services:echo:Placement:MaxSessions", "0", "at least 1")]
    [InlineData("Services:echo:Placement:PreferLocal", "1", "neither true nor false")]
    [InlineData("Cluster:Port", "65535", "65534")]
    [InlineData("Cluster:Hostname", "a b", "neither a host's name")]
    [InlineData("Cluster:Hostname", "::1", "neither a host's name")]
    [InlineData("Cluster:Hostname", "0.0.0.0", "no address")]
    [InlineData("Cluster:LinkTimeout", "00:00:00.5", "from 1 s")]
    [InlineData("Cluster:LinkTimeout", "00:06:00", "5 min")]
    [InlineData("Cluster:LinkWindow", "65536", "128 KiB")]
    [InlineData("Cluster:Weight", "0", "from 1")]
    [InlineData("Cluster:Weight", "1001", "to 1000")]
    [InlineData("Cluster:Version", "a b", "64 letters")]
    [InlineData("Cluster:SeedNode", "x", "did you mean SeedNodes?")]
    [InlineData("Cluster:SeedNodes:0", "node:0", "not host:port")]
    [InlineData("Cluster:SeedNodes:0", "::1:4053", "not host:port")]
    [InlineData("Cluster:SeedNodes:0", "akka.tcp://socketgateway@node:4053", "not host:port")]
    [InlineData("Cluster:Roles", "gateway", "is a list")]
    [InlineData("Cluster:Roles:first", "gateway", "below a list")]
    [InlineData("Cluster:Roles:0", "king", "neither gateway nor service", "Cluster:Roles:0")]
    [InlineData("Cluster:SeedNodes:0", "node", "not host:port")]
    public void Bad_values_are_faults_at_their_own_key(string key, string value, string message, string? at = null) =>
        Assert.Contains(message, Configured.FaultOf(at ?? key, (key, value)), StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var result = Configured.With(
            ("PortOffset", "x"), ("Bogus", "1"), ("Listeners:b:Port", "8"), ("Services:t:Type", "Nothing"), ("Flow:MaxCommit", "0"), ("Admin:Url", "x"));

        Assert.Null(result.Options);
        Assert.Equal(
            ["Admin:Url", "Bogus", "Flow:MaxCommit", "Listeners:b:Service", "PortOffset", "Services:t:Type"],
            result.Faults.Select(fault => fault.Key["SocketGateway:".Length..]));
    }

    [Fact]
    public void An_empty_section_has_nothing_to_serve() =>
        Assert.Contains("nothing to serve", Assert.Single(Configured.Json("{}").Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void A_listener_needs_port_and_service() => Assert.Equal(
        ["SocketGateway:Listeners:b:Port", "SocketGateway:Listeners:b:Service"],
        Configured.With(("Listeners:b:Backlog", "5")).Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("::", "127.0.0.1", true)]
    [InlineData("::", "::1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("::1", "0.0.0.0", false)]
    public void Two_listeners_cannot_share_a_port_of_overlapping_addresses(string first, string second, bool clash)
    {
        var result = Configured.With(
            ("Listeners:a:Address", first), ("Listeners:b:Address", second), ("Listeners:b:Port", "10007"), ("Listeners:b:Service", "echo"));

        Assert.Equal(clash ? ["SocketGateway:Listeners:b:Port"] : [], result.Faults.Select(fault => fault.Key));
    }

    [Fact]
    public void A_disabled_listener_takes_no_port() =>
        Configured.Options(("Listeners:b:Port", "7"), ("Listeners:b:Service", "echo"), ("Listeners:b:Enabled", "false"));

    [Fact]
    public void Any_number_of_listeners_may_let_the_system_choose_a_port()
    {
        var options = Configured.Options(("Listeners:a:Port", "0"), ("Listeners:b:Port", "0"), ("Listeners:b:Service", "echo"));
        Assert.All(options.Listeners.Values, listener => Assert.Equal(0, options.EndPointOf(listener).Port));
    }

    [Fact]
    public void A_port_that_the_offset_lifts_too_high_is_a_fault() =>
        Assert.Contains("above 65535", Configured.FaultOf("Listeners:a:Port", ("PortOffset", "65530")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Listeners:b/c:Port", "Listeners:b/c")]
    [InlineData("Listeners:$b:Port", "Listeners:$b")]
    public void Names_of_listeners_can_stand_in_paths(string key, string at) =>
        Configured.FaultOf(at, (key, "8"), (at + ":Service", "echo"));

    [Fact]
    public void A_limit_per_client_above_that_of_the_listener_can_never_be_reached() => Configured.FaultOf(
        "Listeners:a:Limits:MaxConnectionsPerClient",
        ("Listeners:a:Limits:MaxConnections", "2"),
        ("Listeners:a:Limits:MaxConnectionsPerClient", "3"));

    [Fact]
    public void A_rate_per_client_above_that_of_the_listener_can_never_be_reached() => Configured.FaultOf(
        "Listeners:a:Limits:AcceptRatePerClient",
        ("Listeners:a:Limits:AcceptRate", "2"),
        ("Listeners:a:Limits:AcceptRatePerClient", "3"));

    [Theory]
    [InlineData("Receive")]
    [InlineData("Send")]
    public void A_bandwidth_per_connection_above_that_of_the_listener_can_never_be_reached(string direction) => Assert.Contains(
        "3000 can never be reached: that of the listener is 2000",
        Configured.FaultOf(
            $"Listeners:a:Limits:{direction}RatePerConnection", ($"Listeners:a:Limits:{direction}Rate", "2000"), ($"Listeners:a:Limits:{direction}RatePerConnection", "3000")),
        StringComparison.Ordinal);

    [Fact]
    public void A_listener_that_allows_more_than_the_gateway_is_only_warned_about() => Assert.Contains(
        "allows 20",
        Assert.Single(Configured.With(("Listeners:a:Limits:MaxConnections", "20"), ("Limits:MaxConnections", "10")).Warnings),
        StringComparison.Ordinal);

    [Fact]
    public void A_password_in_place_of_a_hash_is_refused_and_not_repeated()
    {
        var message = Configured.FaultOf("Users:alice:PasswordHash", ("Users:alice:PasswordHash", "Tr0ub4dor"));

        Assert.Contains("hash-password", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Tr0ub4dor", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Users:alice:Home", "../bob", "'..'")]
    [InlineData("Users:alice:Roles:0", "two words", "one word")]
    [InlineData("Users:alice:PaswordHash", "x", "did you mean PasswordHash?")]
    public void Users_are_checked(string key, string value, string message)
    {
        var hash = ("Users:alice:PasswordHash", UserDirectory.Hash("x"));
        Assert.Contains(message, Configured.FaultOf(key, hash, (key, value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PassivePorts", "50100-50000")]
    [InlineData("PassivePorts", "1-70000")]
    [InlineData("PassivePorts", "some")]
    [InlineData("Anonymous", "ReadWrite")]
    [InlineData("AnonymousHome", "../bob")]
    [InlineData("AnonymousUploads", "in/../../out")]
    [InlineData("AnonymousUploads", "/")]
    [InlineData("PublicAddress", "2001:db8::1")]
    [InlineData("BrokenUploads", "Forget")]
    [InlineData("StaleUploads", "00:00:01")]
    [InlineData("StallTimeout", "00:00:00")]
    [InlineData("MaxFailedLogins", "0")]
    [InlineData("Permissions:files:0", "Execute")]
    [InlineData("Root", "")]
    [InlineData("Rot", "/srv")]
    public void The_keys_of_a_type_are_checked(string key, string value) =>
        Configured.FaultOf("Services:f:" + key, ("Services:f:Type", "Ftp"), ("Services:f:" + key, value));

    [Fact]
    public void A_service_that_requires_TLS_needs_listeners_that_have_it() => Assert.Contains(
        "RequireTls",
        Configured.FaultOf(
            "Listeners:x:Tls", ("Services:f:Type", "Ftp"), ("Services:f:RequireTls", "true"), ("Listeners:x:Port", "2121"), ("Listeners:x:Service", "f")),
        StringComparison.Ordinal);
}
