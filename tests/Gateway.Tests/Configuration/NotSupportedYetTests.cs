using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Relay;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>What the design announces and this version does not do must not be taken silently.</summary>
public sealed class NotSupportedYetTests
{
    [Fact]
    public void A_key_says_so_where_it_stands()
    {
        const string Key = "Listeners:a:Tls:ClientCertificate:Revocation";
        Assert.Contains(Configured.With((Key, "x")).Faults, fault => fault.Key == $"SocketGateway:{Key}" && fault.Message.Contains("not supported yet", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_other_documented_key_is_read()
    {
        var hash = UserDirectory.Hash("secret");
        var result = Configured.Json($$"""
            { "SocketGateway": {
              "PortOffset": 10000, "Address": "127.0.0.1",
              "Listeners": {
                "http": { "Port": 80, "Service": "site" }, "ftp": { "Port": 21, "Service": "files" },
                "door": { "Port": 443, "Service": "tunnel", "Limits": { "HandshakeTimeout": "00:00:10", "RouteTimeout": "00:00:03" },
                          "ProxyProtocol": { "Mode": "Required", "TrustedNetworks": ["10.0.0.0/8", "::1"] },
                          "Routes": [ { "Service": "site", "Sni": ["a.example.org", "*.example.org"], "Alpn": ["h2", "http/1.1"] },
                                      { "Service": "console", "Clients": ["192.0.2.0/24"], "FirstBytes": ["SSH-", "hex:16 03"] } ] },
                "telnet": { "Enabled": true, "Address": "::1", "Backlog": 50, "Port": 23, "Service": "console",
                            "Allow": ["10.0.0.0/8", "::1"], "Deny": ["10.9.0.0/16"],
                            "Limits": { "MaxConnections": 10, "MaxConnectionsPerClient": 2, "AcceptRate": 100, "AcceptRatePerClient": 5,
                                        "ReceiveRate": 1048576, "SendRate": 5000000000, "ReceiveRatePerConnection": 1024, "SendRatePerConnection": null, "IdleTimeout": "00:10:00" } }
              },
              "Services": {
                "files": { "Type": "Ftp", "Root": "data/ftp", "PassivePorts": "0", "Anonymous": "ReadOnly" },
                "console": { "Type": "telnet", "AllowClearText": true, "OnLost": { "Action": "Close", "HoldTimeout": "00:00:30" },
                             "Placement": { "Policy": "ConsistentHash", "HashBy": "ClientAddress", "PreferLocal": true, "MaxSessions": null } },
                "site": { "Type": "Http", "Root": null },
                "tunnel": { "Type": "Forward", "LoadBalancingPolicy": "ConsistentHash", "HashBy": "Sni", "ProxyProtocol": "V2",
                            "Destinations": { "a": { "Address": "10.0.0.1:5432", "Weight": 3, "Backup": false, "MaxConnections": 10 }, "b": { "Address": "[::1]:5432" } },
                            "ConnectTimeout": "00:00:05", "Retries": 2, "HoldTimeout": "00:00:10", "MaxPending": 1024, "Banner": "later", "HalfCloseTimeout": "00:05:00",
                            "SlowStart": "00:00:00", "ResolveInterval": "00:00:30",
                            "HealthCheck": { "Active": { "Enabled": true, "Interval": "00:00:05", "Timeout": "00:00:02", "Send": "PING", "Expect": "PONG", "Fall": 3, "Rise": 2 },
                                             "Passive": { "Enabled": true, "Failures": 5, "ReactivationPeriod": "00:00:10", "MaxReactivationPeriod": "00:05:00", "MaxEjectedPercent": 50 } } }
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
        Assert.Equal(new BandwidthLimits(1048576, 5000000000, 1024, 0), result.Options.Listeners["telnet"].Limits.Bandwidth);
        Assert.Equal(ProxyProtocolMode.Required, result.Options.Listeners["door"].ProxyProtocol.Mode);
        Assert.Equal(["SSH-", "hex:16 03"], result.Options.Listeners["door"].Routes[1].FirstBytes);
        var tunnel = Assert.IsType<ForwardServiceOptions>(result.Options.Services["tunnel"].Settings);
        Assert.Equal((ForwardHash.Sni, ProxyProtocolVersion.V2), (tunnel.HashBy, tunnel.ProxyProtocol));
        Assert.Equal(3, tunnel.Destinations["a"].Weight);

        // These are the defaults of the design: what was written is what is there without it.
        Assert.Equal(new FlowOptions(), result.Options.Flow);
        Assert.Equal(new LimitOptions(), result.Options.Limits);
        Assert.Equal(new DrainOptions(), result.Options.Drain);
        Assert.Equal(new TelemetryOptions(), result.Options.Telemetry);
        Assert.Equal(new AdminOptions(), result.Options.Admin);
        Assert.Equal(new ClusterOptions(), result.Options.Cluster);
    }
}
