using System.Text.Json;
using Akka.Hosting;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Commands;

namespace SocketGateway.Gateway.Hosting;

/// <summary>
/// The nodes of a cluster: who they are, as the membership shows them, and what service nodes report of themselves over the links of this gateway. A node without a link, as gateways are
/// to each other, is known by address, roles and state only.
/// </summary>
internal sealed class ClusterNodes(
    ClusterSystem cluster, GatewayContext gateway, GatewayStatus status, GatewayStart start, IRequiredActor<GatewaySupervisor> supervisor, TimeProvider clock) : INodes
{
    private readonly long _began = clock.GetTimestamp();

    private ClusterOperations Operations => new(gateway, supervisor.ActorRef);

    public string? Drain(string service, string node, bool drain) => Operations.Drain(service, node, drain);

    public async Task<SessionMove.Outcome> MoveAsync(SessionMove move, bool everywhere)
    {
        var (there, asked, error) = await Operations.MoveAsync(move.Service, move.From, move.To, move.Percent);
        var own = new SessionMove.Outcome(there, asked, error);
        if (!everywhere) return own;
        var others = await GatewayQuestions.AskAsync(cluster, SessionMove.Verb, JsonSerializer.SerializeToUtf8Bytes(move));
        return SessionMove.Outcome.Sum([own, .. others.Select(o => JsonSerializer.Deserialize<SessionMove.Outcome>(o.Span)!)]);
    }

    public IReadOnlyList<NodeView> List()
    {
        var members = cluster.Members;
        return [Self(members.FirstOrDefault(m => m.Address == gateway.Address)), .. members.Where(m => m.Address != gateway.Address).Select(View)];
    }

    private static NodeView View(ClusterMember member) => new(member.Address, member.Roles, member.State)
    {
        Name = member.Name,
        Process = member.Process,
        Version = member.Program,
        Label = member.Label,
        Weight = member.Weight,
        Sessions = member.Sessions,
        Draining = member.Draining,
        UpSeconds = member.UpSeconds,
    };

    private NodeView Self(ClusterMember? member)
    {
        var options = start.Options.Cluster;
        return new NodeView(gateway.Address, ClusterHosting.RolesOf(options), status.Stopping ? "leaving" : member?.State ?? "joining")
        {
            Name = Environment.MachineName,
            Process = Environment.ProcessId,
            Version = GatewayTelemetry.Version,
            Label = options.Version ?? "",
            Weight = options.Weight,
            Sessions = member?.Sessions,
            Draining = member?.Draining ?? [],
            Connections = gateway.Directory.Count,
            BufferedBytes = gateway.Load.Buffered,
            UpSeconds = Math.Round(clock.GetElapsedTime(_began).TotalSeconds, 3),
        };
    }
}
