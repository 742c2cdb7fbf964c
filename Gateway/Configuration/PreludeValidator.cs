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

    /// <summary>A service that goes by the host name, and to which no connection comes that could have one, would go by the client's address for ever.</summary>
    public void CheckHashes()
    {
        foreach (var (name, service) in options.Services)
        {
            if (service.Settings is not ForwardServiceOptions { HashBy: ForwardHash.Sni }) continue;
            var ways = options.EnabledListeners().SelectMany(listener => WaysTo(name, listener.Value)).ToList();
            if (ways.Count == 0) continue;
            var key = $"Services:{name}:{nameof(ForwardServiceOptions.HashBy)}";
            if (!OperatingSystem.IsLinux()) fault(key, "needs Linux: elsewhere the handshake is not looked at");
            else if (!ways.Contains(true)) fault(key, "has no effect: all connections come by FirstBytes that are not those of a TLS handshake");
        }
    }

    /// <summary>For each way from this listener to the service, whether a host name may be known there: from a handshake, or from a proxy, which may say it in clear text too.</summary>
    private static IEnumerable<bool> WaysTo(string service, ListenerOptions listener) => listener.Routes
        .Where(route => service.Equals(route.Service, StringComparison.OrdinalIgnoreCase))
        .Select(route => listener.ProxyProtocol.Mode != ProxyProtocolMode.Off || route.FirstBytes.Count == 0 || route.FirstBytes.Any(MayBeTls))
        .Concat(service.Equals(listener.Service, StringComparison.OrdinalIgnoreCase) ? [true] : []);

    /// <summary>What is no beginning at all has a fault of its own.</summary>
    private static bool MayBeTls(string text) => FirstBytes.Parse(text) is not { } bytes || FirstBytes.MayBeTls(bytes);

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
            else if (route.Sni.Count + route.Alpn.Count > 0 && !listener.IsTls && !MayBeTls(route.FirstBytes[i]))
                fault($"{key}:FirstBytes:{i}", "is no beginning of a TLS handshake, so the route's Sni and Alpn can never fit with it");
        }

        if (route.FirstBytes.Count > 0 && listener.IsTls)
            fault($"{key}:FirstBytes", "of a listener with TLS are those of the handshake; use Sni or Alpn");
    }
}
