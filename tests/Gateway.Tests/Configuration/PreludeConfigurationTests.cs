using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>What a listener looks at before a connection has a service.</summary>
public sealed class PreludeConfigurationTests
{
    private static readonly (string, string?)[] Route = [("Listeners:a:Routes:0:Service", "echo"), ("Listeners:a:Routes:0:Clients:0", "10.0.0.0/8")];

    private static readonly (string, string?)[] Hashed =
    [
        ("Services:db:Type", "Forward"), ("Services:db:Destinations:a:Address", "10.0.0.1:5432"), ("Services:db:LoadBalancingPolicy", "ConsistentHash"), ("Services:db:HashBy", "Sni"),
        ("Listeners:a:Routes:0:Service", "db"),
    ];

    [Theory]
    [InlineData("ProxyProtocol:Mode", "On", "Off, Optional, Required")]
    [InlineData("ProxyProtocol:Mode", "Required", "must be named", "ProxyProtocol:TrustedNetworks")]
    [InlineData("ProxyProtocol:Mode", "Optional", "must be named", "ProxyProtocol:TrustedNetworks")]
    [InlineData("ProxyProtocol:TrustedNetworks:0", "10.0.0.0/8", "no header is read", "ProxyProtocol:Mode")]
    [InlineData("ProxyProtocol:TrustedNetworks:0", "10.0.0.1/8", "the network is 10.0.0.0/8")]
    [InlineData("ProxyProtocol:TrustedNetwork", "x", "did you mean TrustedNetworks?")]
    [InlineData("Limits:RouteTimeout", "00:00:00", "above 0")]
    [InlineData("Limits:RouteTimeout", "3", "not a time span")]
    [InlineData("Routes:0:Service", "ecko", "did you mean echo?")]
    [InlineData("Routes:0:Service", "", "empty")]
    [InlineData("Routes:0:Clients:1", "localhost", "neither a network")]
    [InlineData("Routes:0:Sni:0", "*", "host name")]
    [InlineData("Routes:0:Sni:0", "a.*.org", "host name")]
    [InlineData("Routes:0:Sni:0", "127.0.0.1", "host name")]
    [InlineData("Routes:0:Sni:0", "a.example.org.", "host name")]
    [InlineData("Routes:0:Sni:0", "bücher.example", "ASCII")]
    [InlineData("Routes:0:FirstBytes:0", "hex:1", "1 to 64 bytes")]
    [InlineData("Routes:0:Port", "7", "unknown key")]
    public void Bad_values_are_faults_at_their_own_key(string key, string value, string message, string? at = null) =>
        Assert.Contains(message, Configured.FaultOf($"Listeners:a:{at ?? key}", [.. Route, ($"Listeners:a:{key}", value)]), StringComparison.Ordinal);

    [Fact]
    public void A_route_needs_a_service() => Assert.Contains(
        "missing", Configured.FaultOf("Listeners:a:Routes:0:Service", ("Listeners:a:Routes:0:Clients:0", "10.0.0.0/8")), StringComparison.Ordinal);

    [Fact]
    public void A_route_that_asks_for_nothing_would_hide_all_others() => Assert.Contains(
        "asks for nothing", Configured.FaultOf("Listeners:a:Routes:0", ("Listeners:a:Routes:0:Service", "echo")), StringComparison.Ordinal);

    [Fact]
    public void First_bytes_under_tls_are_those_of_the_handshake()
    {
        var faults = Configured.With([.. Route, ("Listeners:a:Tls:Certificate:Path", "none.pem"), ("Listeners:a:Routes:0:FirstBytes:0", "GET ")]).Faults;
        Assert.Contains(faults, fault => fault.Key == "SocketGateway:Listeners:a:Routes:0:FirstBytes" && fault.Message.Contains("use Sni", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sni", "a.example.org", "SSH-")]
    [InlineData("Sni", "a.example.org", "hex:16 02")]
    [InlineData("Alpn", "h2", "GET ")]
    public void First_bytes_of_no_handshake_never_come_with_a_host_name_or_a_protocol(string key, string value, string bytes) => Assert.Contains(
        "can never fit",
        Configured.FaultOf("Listeners:a:Routes:0:FirstBytes:1", [.. Route, ($"Listeners:a:Routes:0:{key}:0", value), ("Listeners:a:Routes:0:FirstBytes:0", "hex:16 03 01"), ("Listeners:a:Routes:0:FirstBytes:1", bytes)]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("hex:16")]
    [InlineData("hex:16 03")]
    public void First_bytes_of_a_handshake_do(string bytes) =>
        Assert.Single(Configured.Options([.. Route, ("Listeners:a:Routes:0:Sni:0", "a.example.org"), ("Listeners:a:Routes:0:FirstBytes:0", bytes)]).Listeners["a"].Routes);

    [Fact]
    public void A_service_that_hashes_host_names_needs_a_way_on_which_there_may_be_one() =>
        Assert.Contains("no effect", Configured.FaultOf("Services:db:HashBy", [.. Hashed, ("Listeners:a:Routes:0:FirstBytes:0", "SSH-")]), StringComparison.Ordinal);

    [Theory]
    [InlineData("Listeners:a:Service", "DB")]
    [InlineData("Listeners:a:Enabled", "false", "Listeners:b:Port", "9", "Listeners:b:Service", "echo")]
    [InlineData("Listeners:a:Routes:0:FirstBytes:1", "hex:16 03")]
    [InlineData("Listeners:a:Routes:1:Service", "db", "Listeners:a:Routes:1:Clients:0", "10.0.0.0/8")]
    [InlineData("Listeners:a:ProxyProtocol:Mode", "Optional", "Listeners:a:ProxyProtocol:TrustedNetworks:0", "10.0.0.0/8")]
    public void Any_such_way_will_do(params string[] settings) =>
        Assert.NotNull(Configured.Options([.. Hashed, ("Listeners:a:Routes:0:FirstBytes:0", "SSH-"), .. settings.Chunk(2).Select(pair => (pair[0], (string?)pair[1]))]));

    [Fact]
    public void A_service_that_is_reached_by_a_route_is_one_of_the_listener()
    {
        Assert.Contains(
            "RequireTls",
            Configured.FaultOf("Listeners:a:Tls", [.. Route, ("Services:files:Type", "Ftp"), ("Services:files:RequireTls", "true"), ("Listeners:a:Routes:0:Service", "files")]),
            StringComparison.Ordinal);
        var options = Configured.Options([.. Route, ("Services:files:Type", "Ftp"), ("Listeners:a:Routes:0:Service", "FILES"), ("Listeners:a:Address", "0.0.0.0")]);
        Assert.Equal(AnonymousAccess.Off, ((FtpServiceOptions)options.Services["files"].Settings!).Anonymous);
    }

    [Fact]
    public void Whoever_comes_by_a_proxy_comes_from_other_machines()
    {
        var options = Configured.Options(
            ("Services:echo:Type", "Ftp"), ("Listeners:a:Address", "127.0.0.1"), ("Listeners:a:ProxyProtocol:Mode", "Optional"), ("Listeners:a:ProxyProtocol:TrustedNetworks:0", "127.0.0.1"));
        Assert.True(Exposure.IsExposed(options));
        Assert.Equal(AnonymousAccess.Off, ((FtpServiceOptions)options.Services["echo"].Settings!).Anonymous);
    }
}
