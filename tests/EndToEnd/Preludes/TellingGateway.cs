using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>A gateway that tells HAProxy, nginx and another gateway, in both versions, who its clients are.</summary>
public sealed class TellingGateway : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _processes = [];
    private readonly int _haproxy = FreePorts.One();
    private readonly int _nginx = FreePorts.One();

    internal GatewayProcess Front { get; private set; } = null!;

    /// <summary>The other gateway.</summary>
    internal GatewayProcess Back { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _processes.Add(await ProxyServer.StartHAProxyAsync(
            $"""
            frontend web
              mode http
              bind 127.0.0.1:{_haproxy} accept-proxy
              http-request return status 200 content-type text/plain lf-string "client=%[src]:%[src_port] asked=%[fc_pp_authority] id=%[fc_pp_unique_id]"
            """,
            _haproxy));
        _processes.Add(await ProxyServer.StartNginxAsync($"listen 127.0.0.1:{_nginx} proxy_protocol; location / {{ return 200 \"client=$proxy_protocol_addr:$proxy_protocol_port\"; }}", _nginx));
        Back = await GatewayProcess.StartAsync(
            ("Listeners:echo:ProxyProtocol:Mode", "Required"), ("Listeners:echo:ProxyProtocol:TrustedNetworks:0", "127.0.0.0/8"), ("Telemetry:Console", "On"));
        _processes.Add(Back);
        Front = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings(), Values = [("Telemetry:Console", "On")] });
        _processes.Add(Front);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes)) await process.DisposeAsync();
    }

    private string Settings()
    {
        string Service(string version, int port) => $$"""{ "Type": "Forward", "ProxyProtocol": "{{version}}", "Destinations": { "a": { "Address": "127.0.0.1:{{port}}" } } }""";
        return $$"""
            {
              "SocketGateway": {
                "Listeners": {
                  "haproxy1": { "Port": 7, "Service": "haproxy1" }, "haproxy2": { "Port": 9, "Service": "haproxy2" },
                  "nginx1": { "Port": 13, "Service": "nginx1" }, "nginx2": { "Port": 19, "Service": "nginx2" },
                  "gateway": { "Port": 21, "Service": "gateway" },
                  "secure": { "Port": 23, "Service": "haproxy2", "Tls": { "Certificate": { "Path": "{{TlsGateway.Certificate}}" } },
                              "Routes": [ { "Service": "haproxy2", "Sni": ["*.example.test"] } ] }
                },
                "Services": {
                  "haproxy1": {{Service("V1", _haproxy)}}, "haproxy2": {{Service("V2", _haproxy)}},
                  "nginx1": {{Service("V1", _nginx)}}, "nginx2": {{Service("V2", _nginx)}},
                  "gateway": {{Service("V2", Back.EchoPort)}}
                }
              }
            }
            """;
    }
}
