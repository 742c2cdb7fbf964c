using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Messages;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Checks the listeners, each by itself and against each other.</summary>
internal sealed class ListenerValidator(
    GatewayOptions options, Action<string, string> fault, Action<string, TimeSpan> checkPositive, Action<string> warn)
{
    public void Check()
    {
        if (options.Cluster.IsGateway && !options.EnabledListeners().Any()) fault("Listeners", "no listener is enabled: there is nothing to serve");
        var preludes = new PreludeValidator(options, fault);
        foreach (var (name, listener) in options.Listeners)
        {
            CheckPort(name, listener);
            CheckService(name, listener);
            CheckLimits(name, listener.Limits);
            if (listener.Tls is { } tls) new TlsValidator(name, tls, fault, warn).Check();
            preludes.Check(name, listener);
            if (!GatewayValidator.IsName(name))
                fault($"Listeners:{name}", GatewayValidator.NameRule);
            if (listener.Backlog < 1) fault($"Listeners:{name}:Backlog", "must be at least 1");
        }
        preludes.CheckHashes();
        CheckDuplicates();
    }

    /// <summary>Whether two sockets on these addresses would fight for a port.</summary>
    public static bool Overlap(IPAddress a, IPAddress b)
    {
        if (a.Equals(b) || a.Equals(IPAddress.IPv6Any) || b.Equals(IPAddress.IPv6Any)) return true;
        var bothVersion4 = a.AddressFamily == AddressFamily.InterNetwork && b.AddressFamily == AddressFamily.InterNetwork;
        return bothVersion4 && (a.Equals(IPAddress.Any) || b.Equals(IPAddress.Any));
    }

    private void CheckPort(string name, ListenerOptions listener)
    {
        var port = options.EffectivePort(listener.Port);
        if (listener.Port is < 0 or > 65535)
            fault($"Listeners:{name}:Port", $"{listener.Port} is not a port: 1 to 65535, or 0 for any free one");
        else if (port > 65535)
            fault($"Listeners:{name}:Port", $"{listener.Port} + PortOffset {options.PortOffset} is above 65535");
    }

    private void CheckService(string name, ListenerOptions listener)
    {
        if (listener.Service is null) return;
        foreach (var used in listener.Services.Where(options.Services.ContainsKey))
        {
            var service = options.Services[used];
            if (service.Settings is FtpServiceOptions { RequireTls: true } && listener.Tls is null)
                fault($"Listeners:{name}:Tls", $"is missing: the service {used} has RequireTls");
            if (listener.Tls is { Mode: TlsMode.StartTls } && BuiltInServiceTypes.NeverStartTls(service.Type))
                fault($"Listeners:{name}:Tls:Mode", $"a service of type {service.Type} never asks for TLS; use Implicit");
        }

        if (options.Services.ContainsKey(listener.Service)) return;
        var known = options.Services.Count == 0 ? "none is configured" : string.Join(", ", options.Services.Keys);
        var hint = Spelling.Hint(listener.Service, options.Services.Keys);
        fault($"Listeners:{name}:Service", $"there is no service '{listener.Service}'{hint} (known: {known})");
    }

    private void CheckLimits(string name, ListenerLimits limits)
    {
        var key = $"Listeners:{name}:Limits";
        if (limits.MaxConnections < 1)
            fault($"{key}:MaxConnections", "must be at least 1; Enabled=false closes a listener, null sets no limit");
        if (limits.MaxConnectionsPerClient < 1) fault($"{key}:MaxConnectionsPerClient", "must be at least 1; null sets no limit");
        if (limits.MaxConnectionsPerClient > limits.MaxConnections)
            fault(
                $"{key}:MaxConnectionsPerClient",
                $"{limits.MaxConnectionsPerClient} can never be reached: MaxConnections is {limits.MaxConnections}");
        if (limits.AcceptRate < 1) fault($"{key}:AcceptRate", "must be at least 1; null sets no limit");
        if (limits.AcceptRatePerClient < 1) fault($"{key}:AcceptRatePerClient", "must be at least 1; null sets no limit");
        if (limits.AcceptRatePerClient > limits.AcceptRate)
            fault($"{key}:AcceptRatePerClient", $"{limits.AcceptRatePerClient} can never be reached: AcceptRate is {limits.AcceptRate}");
        CheckRates($"{key}:Receive", limits.ReceiveRate, limits.ReceiveRatePerConnection);
        CheckRates($"{key}:Send", limits.SendRate, limits.SendRatePerConnection);
        if (limits.IdleTimeout is { } idle) checkPositive($"{key}:IdleTimeout", idle);
        checkPositive($"{key}:HandshakeTimeout", limits.HandshakeTimeout);
        checkPositive($"{key}:RouteTimeout", limits.RouteTimeout);
        if (limits.MaxConnections > options.Limits.MaxConnections)
            warn($"Listener {name} allows {limits.MaxConnections} connections, the whole gateway {options.Limits.MaxConnections}.");
    }

    private void CheckRates(string direction, long? rate, long? perConnection)
    {
        CheckRate($"{direction}Rate", rate);
        CheckRate($"{direction}RatePerConnection", perConnection);
        if (perConnection > rate) fault($"{direction}RatePerConnection", $"{perConnection} can never be reached: that of the listener is {rate}");
    }

    private void CheckRate(string key, long? rate)
    {
        if (rate is < BandwidthLimits.Least or > BandwidthLimits.Most)
            fault(key, $"must be at least {BandwidthLimits.Least} bytes a second, and at most {BandwidthLimits.Most}; null sets no limit");
    }

    private void CheckDuplicates()
    {
        var taken = new List<(string Name, IPEndPoint EndPoint)>();
        foreach (var (name, listener) in options.EnabledListeners())
        {
            var port = options.EffectivePort(listener.Port);
            if (port is < 1 or > 65535) continue;
            var endPoint = new IPEndPoint(listener.Address ?? options.Address, port);
            var clash = taken.Find(other => other.EndPoint.Port == port && Overlap(other.EndPoint.Address, endPoint.Address));
            if (clash.Name is { } first)
                fault($"Listeners:{name}:Port", $"{endPoint} is already taken by the listener {first}");
            taken.Add((name, endPoint));
        }
    }
}
