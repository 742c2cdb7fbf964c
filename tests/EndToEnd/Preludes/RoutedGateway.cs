using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>A gateway whose listeners have routes, and two servers with TLS behind it.</summary>
public sealed class RoutedGateway : IAsyncLifetime, IDisposable
{
    private readonly TlsDestination _first = new("first");
    private readonly TlsDestination _second = new("second");

    internal GatewayProcess Process { get; private set; } = null!;

    /// <summary>TLS that goes on to a server: by host name and by protocol; else there is echo.</summary>
    internal int Tunnel => Process.PortOffset + 7;

    /// <summary>By the client's address: 127.0.0.2 has the time of day, others an echo.</summary>
    internal int Near => Process.PortOffset + 9;

    /// <summary>SSH and HTTP by their first bytes; whoever is silent for four seconds is told the time of day.</summary>
    internal int Mixed => Process.PortOffset + 13;

    /// <summary>TLS that ends here: one host name is an echo, all others a site.</summary>
    internal int Secure => Process.PortOffset + 19;

    /// <summary>To either server, always the same for a host name.</summary>
    internal int Hashed => Process.PortOffset + 21;

    /// <summary>As <see cref="Tunnel"/>, behind a proxy that may say who the client is.</summary>
    internal int Proxied => Process.PortOffset + 23;

    public async Task InitializeAsync() => Process = await GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = $$"""
            {
              "SocketGateway": {
                "Listeners": {
                  "tunnel": { "Port": 7, "Service": "echo", "Limits": { "RouteTimeout": "00:05:00" }, "Routes": [
                    { "Service": "first", "Sni": ["a.example.test"] }, { "Service": "second", "Sni": ["*.b.example.test", "B.example.test"] }, { "Service": "second", "Alpn": ["special"] } ] },
                  "near": { "Port": 9, "Service": "echo", "Routes": [ { "Service": "time", "Clients": ["127.0.0.2"] } ] },
                  "mixed": { "Port": 13, "Service": "time", "Limits": { "RouteTimeout": "00:00:04" }, "Routes": [
                    { "Service": "echo", "FirstBytes": ["SSH-"] }, { "Service": "site", "FirstBytes": ["GET ", "hex:50 4F 53 54 20"] } ] },
                  "secure": { "Port": 19, "Service": "site", "Tls": { "Certificate": { "Path": "{{TlsGateway.Certificate}}" } }, "Routes": [ { "Service": "echo", "Sni": ["echo.example.test"] } ] },
                  "hashed": { "Port": 21, "Service": "either" },
                  "proxied": { "Port": 23, "Service": "echo", "Limits": { "RouteTimeout": "00:05:00", "HandshakeTimeout": "00:05:00" }, "ProxyProtocol": { "Mode": "Optional", "TrustedNetworks": ["127.0.0.1"] },
                    "Routes": [ { "Service": "time", "Clients": ["192.0.2.0/24"] }, { "Service": "first", "Sni": ["a.example.test"] } ] }
                },
                "Services": {
                  "echo": { "Type": "Echo" }, "time": { "Type": "Daytime" }, "site": { "Type": "Http" },
                  "first": { "Type": "Forward", "Destinations": { "a": { "Address": "127.0.0.1:{{_first.Port}}" } } },
                  "second": { "Type": "Forward", "Destinations": { "a": { "Address": "127.0.0.1:{{_second.Port}}" } } },
                  "either": { "Type": "Forward", "LoadBalancingPolicy": "ConsistentHash", "HashBy": "Sni",
                    "Destinations": { "a": { "Address": "127.0.0.1:{{_first.Port}}" }, "b": { "Address": "127.0.0.1:{{_second.Port}}" } } }
                }
              }
            }
            """,
    });

    public async Task DisposeAsync() => await Process.DisposeAsync();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
