using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Gateway.Hosting;

/// <summary>A process without a cluster: it is the only node, and has both roles.</summary>
internal sealed class SingleNode(GatewayContext gateway, GatewayStatus status, TimeProvider clock) : INodes
{
    private readonly long _began = clock.GetTimestamp();

    public IReadOnlyList<NodeView> List() =>
    [
        new(
            Environment.MachineName,
            Environment.ProcessId,
            GatewayTelemetry.Version,
            ["gateway", "service"],
            status.Ready ? "up" : "leaving",
            gateway.Directory.Count,
            gateway.Load.Buffered,
            Math.Round(clock.GetElapsedTime(_began).TotalSeconds, 3)),
    ];
}
