using System.Text;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Checks what a listener looks at before a connection has a service.</summary>
internal sealed class PreludeValidator(GatewayOptions options, Action<string, string> fault)
{
    public void Check(string name, ListenerOptions listener)
    {
        var key = $"Listeners:{name}";
        if (listener.ProxyProtocol is { Mode: not ProxyProtocolMode.Off, TrustedNetworks.Count: 0 })
            fault($"{key}:ProxyProtocol:TrustedNetworks", "is missing: whoever is trusted can claim to be anybody, so the proxies must be named");
        if (listener.ProxyProtocol is { Mode: ProxyProtocolMode.Off, TrustedNetworks.Count: > 0 })
            fault($"{key}:ProxyProtocol:Mode", "is missing: without it no header is read, whoever sends it");
        if (listener.NeedsPrelude && !OperatingSystem.IsLinux())
            fault(listener.Routes.Count > 0 ? $"{key}:Routes" : $"{key}:ProxyProtocol", "needs Linux");
        for (var i = 0; i < listener.Routes.Count; i++) Check($"{key}:Routes:{i}", listener, listener.Routes[i]);
    }

    private void Check(string key, ListenerOptions listener, RouteOptions route)
    {
        if (route.Service.Length > 0 && !options.Services.ContainsKey(route.Service))
            fault($"{key}:Service", $"there is no service '{route.Service}'{Spelling.Hint(route.Service, options.Services.Keys)}");
        if (route.Sni.Count + route.Alpn.Count + route.Clients.Count + route.FirstBytes.Count == 0)
            fault(key, "asks for nothing, so no later route and not the listener's own service would ever be used; give Sni, Alpn, Clients or FirstBytes");
        for (var i = 0; i < route.Sni.Count; i++)
        {
            if (ServerName.Canonical(route.Sni[i]) is null || !Ascii.IsValid(route.Sni[i]))
                fault($"{key}:Sni:{i}", "must be a host name as handshakes have it, in ASCII, or *. and a domain");
        }

        for (var i = 0; i < route.FirstBytes.Count; i++)
        {
            if (FirstBytes.Parse(route.FirstBytes[i]) is null) fault($"{key}:FirstBytes:{i}", $"must be 1 to {FirstBytes.Most} bytes, as text or as hex: and pairs of digits");
        }

        if (route.FirstBytes.Count > 0 && listener.Tls is { Mode: TlsMode.Implicit })
            fault($"{key}:FirstBytes", "of a listener with TLS are those of the handshake; use Sni or Alpn");
    }
}
