using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>The services of this process that forward: their destinations, by the service's name, and what keeps these up to date.</summary>
internal sealed class ForwardServices : BackgroundService
{
    private readonly Dictionary<string, ForwardService> _services = new(StringComparer.OrdinalIgnoreCase);

    public ForwardServices(GatewayStart start, ILoggerFactory logs)
    {
        var log = logs.CreateLogger("SocketGateway.Forwarding");
        foreach (var (name, service) in start.Options.Services)
        {
            if (service.Settings is ForwardServiceOptions options) _services[name] = new ForwardService(name, options, log);
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<ForwardService> All => _services.Values;

    /// <summary>One by its name; null when that does not forward.</summary>
    public ForwardService? Find(string name) => _services.GetValueOrDefault(name);

    /// <summary>Takes over the destinations of another configuration.</summary>
    /// <returns>The services whose destinations are others now.</returns>
    public IReadOnlyList<string> Update(GatewayOptions options) =>
        [.. All.Where(forward => options.Services.TryGetValue(forward.Name, out var service) && service.Settings is ForwardServiceOptions changed && forward.Update(changed)).Select(forward => forward.Name)];

    /// <summary>Addresses are there before the first client is.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(All.Select(service => service.Resolver.ResolveAsync(cancellationToken)));
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(All.Select(service => service.RunAsync(stoppingToken)));
}
