namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>A service of type Forward.</summary>
public sealed class ForwardConfigurationTests
{
    [Theory]
    [InlineData("LoadBalancingPolicy", "Roundrobbin", "did you mean RoundRobin?")]
    [InlineData("HashBy", "Moon", "ClientAddress, Sni")]
    [InlineData("ProxyProtocol", "V3", "Off, V1, V2")]
    [InlineData("Destinations:a:Address", "db", "host:port")]
    [InlineData("Destinations:a:Address", "::1:80", "in brackets")]
    [InlineData("Destinations:a:Weight", "-1", "from 0")]
    [InlineData("Destinations:a:Weight", "257", "to 256")]
    [InlineData("Destinations:a:MaxConnections", "0", "at least 1")]
    [InlineData("Destinations:a:Backup", "yes", "neither true nor false")]
    [InlineData("Destinations:a:Wieght", "1", "did you mean Weight?")]
    [InlineData("Retries", "-1", "negative")]
    [InlineData("MaxPending", "-1", "negative")]
    [InlineData("ConnectTimeout", "00:00:00", "at least")]
    [InlineData("ConnectTimeout", "5", "not a time span")]
    [InlineData("HalfCloseTimeout", "00:00:00", "at least")]
    [InlineData("HalfCloseTimeout", "50.00:00:00", "49 days")]
    [InlineData("ResolveInterval", "00:00:00.5", "at least 00:00:01")]
    [InlineData("HoldTimeout", "-00:00:01", "from 0")]
    [InlineData("SlowStart", "-00:00:01", "from 0")]
    [InlineData("HealthCheck:Active:Interval", "00:00:00.01", "50 ms")]
    [InlineData("HealthCheck:Active:Timeout", "2.00:00:00", "1 day")]
    [InlineData("HealthCheck:Active:Fall", "0", "at least 1")]
    [InlineData("HealthCheck:Active:Rise", "0", "at least 1")]
    [InlineData("HealthCheck:Passive:Failures", "0", "at least 1")]
    [InlineData("HealthCheck:Passive:ReactivationPeriod", "00:00:00", "above 0")]
    [InlineData("HealthCheck:Passive:MaxReactivationPeriod", "00:00:01", "at least ReactivationPeriod")]
    [InlineData("HealthCheck:Passive:MaxEjectedPercent", "101", "0 to 100")]
    public void Bad_values_are_faults_at_their_own_key(string key, string value, string message) => Assert.Contains(
        message,
        Configured.FaultOf($"Services:db:{key}", ("Services:db:Type", "Forward"), ("Services:db:Destinations:a:Address", "10.0.0.1:5432"), ($"Services:db:{key}", value)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("HashBy", "Sni", "HashBy")]
    [InlineData("HealthCheck:Active:Send", "PING", "HealthCheck:Active:Enabled")]
    [InlineData("HealthCheck:Active:Expect", "PONG", "HealthCheck:Active:Enabled")]
    [InlineData("Tls:Host", "db.example.org", "Tls:Enabled")]
    public void What_would_have_no_effect_is_a_fault(string key, string value, string at) => Assert.NotEmpty(
        Configured.FaultOf($"Services:db:{at}", ("Services:db:Type", "Forward"), ("Services:db:Destinations:a:Address", "10.0.0.1:5432"), ($"Services:db:{key}", value)));

    [Fact]
    public void It_needs_a_destination() =>
        Assert.Contains("at least one", Configured.FaultOf("Services:db:Destinations", ("Services:db:Type", "Forward")), StringComparison.Ordinal);

    [Fact]
    public void The_name_of_a_destination_can_stand_in_metrics() => Assert.Contains(
        "a name has", Configured.FaultOf("Services:db:Destinations:a b", ("Services:db:Type", "Forward"), ("Services:db:Destinations:a b:Address", "10.0.0.1:5432")), StringComparison.Ordinal);
}
