using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// Moves sessions of this gateway's connections to nodes that have joined with <c>Rebalance</c>, a few a second, until each has its share by weight. After that a node gets new sessions
/// only, as all others do: balance is not chased for ever.
/// </summary>
internal sealed class RebalanceActor : UntypedActor, IWithTimers
{
    /// <summary>Moves in two seconds, for all nodes and services together.</summary>
    public const int Budget = 10;

    /// <summary>Connections that are looked at for them: those of the node and service in question are among these, or next time.</summary>
    private const int Sample = 100;

    /// <summary>Seconds after which a node that cannot be given its share is left as it is.</summary>
    private const int GiveUpAfter = 600;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly GatewayContext _gateway;
    private readonly ILogger _log;
    private readonly Dictionary<NodeId, int> _ticks = [];
    private readonly HashSet<NodeId> _settled = [];
    private bool _looking;

    /// <summary>What was moved may not be in the nodes' reports yet, which come each second: looked at now it would be moved again.</summary>
    private bool _rests;

    private RebalanceActor(GatewayContext gateway) => (_gateway, _log) = (gateway, gateway.LoggerFactory.CreateLogger("SocketGateway.Cluster"));

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(GatewayContext gateway) => ActorProps.For(() => new RebalanceActor(gateway));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), nameof(Tick), Tick);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case nameof(Tick):
                if (_rests) _rests = false;
                else if (!_looking) Look();
                break;
            case Moved:
                (_looking, _rests) = (false, true);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Look()
    {
        var nodes = _gateway.Nodes.All;
        if (!nodes.Any(n => IsWaiting(n))) return;
        nodes = [.. nodes.Select(n => n.IsLocal ? n with { Report = _gateway.Report() } : n)];
        var steps = new List<RebalancePlan.Step>();
        foreach (var node in nodes.Where(IsWaiting))
        {
            var planned = RebalancePlan.For(node, nodes, Stays);
            var ticks = _ticks[node.Id] = _ticks.GetValueOrDefault(node.Id) + 1;
            if (planned.Count > 0 && ticks == 1) ClusterLog.Rebalances(_log, node.Id.Address);
            if (planned.Count == 0 || ticks > GiveUpAfter) Settle(node.Id, nodes);
            else steps.AddRange(planned);
        }

        if (steps.Count == 0) return;
        _looking = true;
        MoveAsync(steps).PipeTo(Self, failure: static _ => Moved.Instance);
    }

    private void Settle(NodeId node, ImmutableArray<NodeEntry> nodes)
    {
        if (_ticks.Remove(node, out var ticks) && ticks > 1) ClusterLog.Rebalanced(_log, node.Address);
        _settled.RemoveWhere(known => !nodes.Any(n => n.Id == known));
        _settled.Add(node);
    }

    private bool IsWaiting(NodeEntry node) => node.Report is { Rebalance: true, Leaving: false } && !_settled.Contains(node.Id);

    /// <summary>A session beside its connection is where it was meant to be.</summary>
    private bool Stays(NodeEntry node, string service) => node.IsLocal && _gateway.Services.TryGetValue(service, out var policy) && policy.PreferLocal;

    private async Task<Moved> MoveAsync(List<RebalancePlan.Step> steps)
    {
        var all = _gateway.Directory.All.Select(c => c.Value).ToArray();
        Random.Shared.Shuffle(all);
        var snapshots = await ClusterOperations.SnapshotsAsync(all.Take(Sample)).ConfigureAwait(false);
        var (asked, left) = (new HashSet<ConnectionId>(), Budget);
        foreach (var step in steps)
        {
            var there = snapshots.Where(c => IsAt(c, step) && !asked.Contains(c.Info.Id));
            foreach (var connection in there.Take((int)Math.Min(step.Missing, left)).ToList())
            {
                _gateway.Directory.Find(connection.Info.Id)?.Tell(new ConnectionProtocol.Move(step.To, "rebalance"));
                asked.Add(connection.Info.Id);
                left--;
            }
        }

        return Moved.Instance;
    }

    private bool IsAt(ConnectionSnapshot connection, RebalancePlan.Step step) =>
        connection.State == "serving" && (connection.Node ?? _gateway.Address) == step.From.Address && connection.Service.Equals(step.Service, StringComparison.OrdinalIgnoreCase);

    private sealed class Moved
    {
        public static readonly Moved Instance = new();
    }
}
