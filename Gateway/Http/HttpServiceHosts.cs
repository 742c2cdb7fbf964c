using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Services;

namespace SocketGateway.Gateway.Http;

/// <summary>The hosts of all configured HTTP services: up before a port is bound, down after the connections are drained.</summary>
internal sealed class HttpServiceHosts(GatewayStart start, IEnumerable<HttpApplication> applications, IServiceProvider gateway) : IHostedService, IAsyncDisposable
{
    private readonly Dictionary<string, HttpServiceHost> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The time over which a drain closes idle connections.</summary>
    public TimeSpan CloseSpread => start.Options.Drain.CloseSpread;

    /// <summary>The host of a service by its configured name.</summary>
    public HttpServiceHost this[string service] => _hosts[service];

    /// <summary>Whether a service's connections are lent to a Kestrel.</summary>
    public static bool IsHttp(IServiceTypeCatalog types, ServiceOptions service) => types.Find(service.Type)?.Session == typeof(HttpSession);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var byType = applications.ToDictionary(a => a.Type, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, service) in start.Options.HostedServices())
        {
            if (!IsHttp(start.Types, service)) continue;
            var host = new HttpServiceHost(byType[service.Type], new ServiceContext(name, service), gateway);
            _hosts.Add(name, host);
            await host.StartAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_hosts.Values.Select(host => host.StopAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }
}
