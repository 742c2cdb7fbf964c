using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Gateway.Hosting;

/// <summary>A process without a cluster: it is the only node, and has both roles.</summary>
internal sealed class SingleNode(GatewayContext gateway, GatewayStatus status, TimeProvider clock) : INodes
{
    private readonly long _began = clock.GetTimestamp();

    private const string NoOther = "this process is the only node";

    public string? Drain(string service, string node, bool drain) => NoOther;

    public Task<SessionMove.Outcome> MoveAsync(SessionMove move, bool everywhere) => Task.FromResult(new SessionMove.Outcome(0, 0, NoOther));

    public IReadOnlyList<NodeView> List() =>
    [
        new(gateway.Address, ["gateway", "service"], status.Ready ? "up" : "leaving")
        {
            Name = Environment.MachineName,
            Process = Environment.ProcessId,
            Version = GatewayTelemetry.Version,
            Connections = gateway.Directory.Count,
            BufferedBytes = gateway.Load.Buffered,
            UpSeconds = Math.Round(clock.GetElapsedTime(_began).TotalSeconds, 3),
        },
    ];
}
