using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>One gateway behind proxies on 127.0.0.1: nobody else's header is believed.</summary>
public sealed class ProxiedGateway : IAsyncLifetime
{
    /// <summary>What a proxy says of a client at 192.0.2.7.</summary>
    internal const string Header = "PROXY TCP4 192.0.2.7 10.0.0.1 4000 80\r\n";

    internal GatewayProcess Process { get; private set; } = null!;

    internal AdminClient Admin { get; private set; } = null!;

    /// <summary>Echo; a header is required.</summary>
    internal int Required => Process.PortOffset + 7;

    /// <summary>Echo; a header may come.</summary>
    internal int Optional => Process.PortOffset + 9;

    /// <summary>Says the time of day by itself, and waits a second for a header that may come.</summary>
    internal int Time => Process.PortOffset + 13;

    /// <summary>Echo; one connection of a client, none of 203.0.113.0/24, three in all.</summary>
    internal int Limited => Process.PortOffset + 19;

    /// <summary>FTP and Telnet, which speak first; like <see cref="Time"/>.</summary>
    internal int Ftp => Process.PortOffset + 21;

    internal int Telnet => Process.PortOffset + 23;

    /// <summary>Echo; a header is required within a second.</summary>
    internal int Hasty => Process.PortOffset + 37;

    /// <summary>A site; a header is required, within five minutes.</summary>
    internal int Site => Process.PortOffset + 80;

    public async Task InitializeAsync()
    {
        Process = await GatewayProcess.StartAsync(new GatewaySettings
        {
            ConfigFile = """
                {
                  "SocketGateway": {
                    "Listeners": {
                      "required": { "Port": 7, "Service": "echo", "ProxyProtocol": { "Mode": "Required", "TrustedNetworks": ["127.0.0.1"] } },
                      "optional": { "Port": 9, "Service": "echo", "ProxyProtocol": { "Mode": "Optional", "TrustedNetworks": ["127.0.0.1"] } },
                      "time": { "Port": 13, "Service": "time", "ProxyProtocol": { "Mode": "Optional", "TrustedNetworks": ["127.0.0.1"] }, "Limits": { "HandshakeTimeout": "00:00:01" } },
                      "limited": { "Port": 19, "Service": "echo", "ProxyProtocol": { "Mode": "Required", "TrustedNetworks": ["127.0.0.1"] }, "Deny": ["203.0.113.0/24"],
                                   "Limits": { "MaxConnections": 3, "MaxConnectionsPerClient": 1 } },
                      "ftp": { "Port": 21, "Service": "files", "ProxyProtocol": { "Mode": "Optional", "TrustedNetworks": ["127.0.0.1"] }, "Limits": { "HandshakeTimeout": "00:00:01" } },
                      "telnet": { "Port": 23, "Service": "console", "ProxyProtocol": { "Mode": "Optional", "TrustedNetworks": ["127.0.0.1"] }, "Limits": { "HandshakeTimeout": "00:00:01" } },
                      "hasty": { "Port": 37, "Service": "echo", "ProxyProtocol": { "Mode": "Required", "TrustedNetworks": ["127.0.0.1"] }, "Limits": { "HandshakeTimeout": "00:00:01" } },
                      "site": { "Port": 80, "Service": "site", "ProxyProtocol": { "Mode": "Required", "TrustedNetworks": ["127.0.0.1"] }, "Limits": { "HandshakeTimeout": "00:05:00" } }
                    },
                    "Services": {
                      "echo": { "Type": "Echo" }, "time": { "Type": "Daytime" }, "site": { "Type": "Http" }, "files": { "Type": "Ftp" }, "console": { "Type": "Telnet" }
                    }
                  }
                }
                """,
        });
        Admin = new AdminClient(Process.Admin);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await Process.DisposeAsync();
    }

    internal static byte[] HeaderOf(string address) => Encoding.ASCII.GetBytes(Header.Replace("192.0.2.7", address, StringComparison.Ordinal));

    /// <summary>Waits until the connections of other tests are gone.</summary>
    internal Task AwaitNobodyAsync() => Eventually.Async(() => Admin.ConnectionsAsync(), all => all.Count == 0, TimeSpan.FromSeconds(30), "no connection is left");

    /// <summary>Waits until a listener has refused so many clients for this reason; the metrics are some tenths of a second behind.</summary>
    internal Task AwaitRefusedAsync(string listener, string reason, int count) => Eventually.Async(
        () => Admin.MetricAsync("socketgateway_rejected_connections_total", $"socketgateway_listener=\"{listener}\"", $"error_type=\"{reason}\""),
        refused => refused == count,
        TimeSpan.FromSeconds(30),
        $"{count} are refused for {reason}");
}
