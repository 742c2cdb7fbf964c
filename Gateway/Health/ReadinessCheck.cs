using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Health;

/// <summary>Whether new clients should be sent here: not before every port is bound, and not from the moment on when the gateway is told to stop.</summary>
internal sealed class ReadinessCheck(GatewayStatus status) : IHealthCheck
{
    public const string Name = "ready";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("starting or stopping"));
}
