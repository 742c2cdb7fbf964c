using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Health;

/// <summary>
/// Whether new clients should be sent here: not before every port is bound, not from the moment on when the gateway is told to stop, and not while descriptors are short. Nor before a node of a cluster has joined it.
/// After that a node that serves with sessions of its own stays ready, whatever the cluster does; one that has none is ready while it reaches a service node; and one that only has
/// those is ready while it is a member.
/// </summary>
internal sealed class ReadinessCheck(GatewayStatus status, GatewayStart start, GatewayContext gateway, IServiceProvider services) : IHealthCheck
{
    public const string Name = "ready";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(WhyNot() is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

    private string? WhyNot()
    {
        if (!status.Ready) return "starting or stopping";
        if (gateway.Load.IsShortOfDescriptors) return "has hardly any descriptors left";
        return start.Options.Cluster.Enabled ? WhyNot(start.Options.Cluster, services.GetRequiredService<ClusterSystem>()) : null;
    }

    private string? WhyNot(ClusterOptions options, ClusterSystem cluster)
    {
        if (!cluster.WasMember) return "has not joined the cluster";
        if (!options.IsGateway && !cluster.IsMember) return "is no member of the cluster at the moment";
        return !options.IsService && !gateway.Nodes.HasServices ? "reaches no service node" : null;
    }
}
