using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>What the design announces and this version does not do must not be taken silently.</summary>
public sealed class NotSupportedYetTests
{
    [Fact]
    public void A_type_says_so() => Assert.Contains(
        "not supported yet in this version", Configured.FaultOf("Services:db:Type", ("Services:db:Type", "Forward")), StringComparison.Ordinal);

    [Theory]
    [InlineData("ProxyProtocol", "ProxyProtocol:Mode")]
    [InlineData("Routes", "Routes:0:Service")]
    public void A_listener_says_so_at_the_key_of_the_feature(string feature, string key) =>
        Assert.Contains("not supported yet", Configured.FaultOf("Listeners:a:" + feature, ("Listeners:a:" + key, "x")), StringComparison.Ordinal);

    [Fact]
    public void The_keys_of_a_type_that_is_not_there_yet_are_not_called_unknown() =>
        Configured.FaultOf("Services:db:Type", ("Services:db:Type", "Forward"), ("Services:db:Destinations:a:Address", "10.0.0.1:5432"));

    [Fact]
    public void Every_other_documented_key_is_read()
    {
        var hash = UserDirectory.Hash("secret");
        var result = Configured.Json($$"""
            { "SocketGateway": {
              "PortOffset": 10000, "Address": "127.0.0.1",
              "Listeners": {
                "http": { "Port": 80, "Service": "site" }, "ftp": { "Port": 21, "Service": "files" },
                "telnet": { "Enabled": true, "Address": "::1", "Backlog": 50, "Port": 23, "Service": "console",
                            "Allow": ["10.0.0.0/8", "::1"], "Deny": ["10.9.0.0/16"],
                            "Limits": { "MaxConnections": 10, "MaxConnectionsPerClient": 2, "AcceptRate": 100, "AcceptRatePerClient": 5, "IdleTimeout": "00:10:00" } }
              },
              "Services": {
                "files": { "Type": "Ftp", "Root": "data/ftp", "PassivePorts": "0", "Anonymous": "ReadOnly" },
                "console": { "Type": "telnet", "AllowClearText": true, "OnLost": { "Action": "Close", "HoldTimeout": "00:00:30" },
                             "Placement": { "Policy": "ConsistentHash", "HashBy": "ClientAddress", "PreferLocal": true, "MaxSessions": null } },
                "site": { "Type": "Http", "Root": null }
              },
              "Users": { "alice": { "PasswordHash": "{{hash}}", "Home": "alice", "Roles": ["files", "operator"] } },
              "Flow": { "InputWindow": 65536, "OutputWindow": 65536, "MaxCommit": 262144, "MaxState": 65536, "StepTimeout": "00:01:00",
                        "MaxBufferedBytes": null },
              "Limits": { "MaxConnections": 100000 },
              "Drain": { "ReadyDelay": "00:00:05", "Deadline": "00:00:30", "CloseSpread": "00:00:10" },
              "Telemetry": { "Console": "Auto", "Steps": false },
              "Admin": { "Url": "http://127.0.0.1:9902" },
              "Cluster": { "Enabled": false, "Hostname": "127.0.0.1", "Port": 4053, "Roles": [], "SeedNodes": [],
                           "LinkTimeout": "00:00:03", "LinkWindow": 1048576, "Version": null, "Weight": 1, "Rebalance": false }
            } }
            """);

        Assert.Empty(result.Faults);
        Assert.Equal("Telnet", result.Options!.Services["console"].Type);
        Assert.Equal(["files", "operator"], result.Options.Users["Alice"].Roles);
        Assert.Equal(2, result.Options.Listeners["telnet"].Limits.MaxConnectionsPerClient);
        // These are the defaults of the design: what was written is what is there without it.
        Assert.Equal(new FlowOptions(), result.Options.Flow);
        Assert.Equal(new LimitOptions(), result.Options.Limits);
        Assert.Equal(new DrainOptions(), result.Options.Drain);
        Assert.Equal(new TelemetryOptions(), result.Options.Telemetry);
        Assert.Equal(new AdminOptions(), result.Options.Admin);
        Assert.Equal(new ClusterOptions(), result.Options.Cluster);
    }
}
