using System.Collections.Immutable;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Routing;

/// <summary>Where the sessions of one service go: first who can take this one, then whose turn it is.</summary>
internal sealed class ServicePlacement(string service, ServicePolicy policy, IPlacement placement, ServiceLoads local)
{
    private readonly Dictionary<NodeId, Opens> _opens = [];
    private readonly List<Candidate> _candidates = [];

    public static ServicePlacement For(string service, ServicePolicy policy, ServiceLoads local) => new(service, policy, policy.Placement switch
    {
        PlacementPolicy.RoundRobin => new RoundRobinPlacement(),
        PlacementPolicy.ConsistentHash => new ConsistentHashPlacement(),
        _ => new LeastSessionsPlacement(Random.Shared),
    }, local);

    /// <summary>The node for a session; null, and why, when none can take it.</summary>
    public NodeEntry? Choose(in PlacementRequest request, ImmutableArray<NodeEntry> nodes, out string refusal)
    {
        _candidates.Clear();
        refusal = RefusalReasons.NoNode;
        foreach (var node in nodes)
        {
            if (node.Id == request.Leaving || (request.OnlyPreferred && node.Id != request.Preferred)) continue;
            var why = Examine(node, request, out var sessions);
            if (why is null) _candidates.Add(new Candidate(node, sessions));
            else if (Rank(why) > Rank(refusal)) refusal = why;
        }

        if (_candidates.Count == 0) return null;
        Forget(nodes);
        var chosen = Pick(request);
        if (!chosen.IsLocal) OpensOf(chosen).Count++;
        return chosen;
    }

    private NodeEntry Pick(in PlacementRequest request)
    {
        // One to be avoided is better than none.
        var (avoid, preferred) = (request.Avoid, request.Preferred);
        if (avoid is not null && _candidates.Count > 1) _candidates.RemoveAll(candidate => candidate.Node.Id == avoid);
        if (preferred is not null && _candidates.Find(candidate => candidate.Node.Id == preferred) is { Node: { } wanted }) return wanted;
        if (request.Suspect) return _candidates.MinBy(candidate => SessionsOn(candidate.Node)).Node;
        if (policy.PreferLocal && _candidates.Find(candidate => candidate.Node.IsLocal) is { Node: { } own }) return own;
        var candidates = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_candidates);
        return candidates[placement.Choose(candidates, request.Client)].Node;
    }

    /// <summary>Why a node cannot take the session; null when it can.</summary>
    private string? Examine(NodeEntry node, in PlacementRequest request, out int sessions)
    {
        sessions = 0;
        if (Find(node) is not { } report) return RefusalReasons.NoNode;
        if (node.Report.Leaving || report.Draining) return RefusalReasons.Draining;
        if (!new StateReadability(report.StateType, report.ReadsFrom, report.ReadsTo).CanRead(request.StateType, request.StateVersion, request.Start)) return RefusalReasons.NoCompatibleService;
        sessions = report.Sessions + (node.IsLocal ? 0 : OpensOf(node).Count);
        return report.MaxSessions > 0 && sessions >= report.MaxSessions ? RefusalReasons.Full : null;
    }

    /// <summary>This node is looked at as it is now, others as they last said.</summary>
    private ServiceReport? Find(NodeEntry node)
    {
        if (node.IsLocal) return local.Find(service)?.Report();
        foreach (var report in node.Report.Services)
        {
            if (string.Equals(report.Service, service, StringComparison.OrdinalIgnoreCase)) return report;
        }

        return null;
    }

    private int SessionsOn(NodeEntry node) => (node.IsLocal ? local.Report() : node.Report.Services).Sum(report => report.Sessions);

    /// <summary>What keeps a session from most nodes is not what an operator must know: the nearest to a yes is.</summary>
    private static int Rank(string refusal) => refusal switch
    {
        RefusalReasons.Full => 3,
        RefusalReasons.NoCompatibleService => 2,
        RefusalReasons.Draining => 1,
        _ => 0,
    };

    /// <summary>Openings from here that the node's report cannot contain yet; a new report begins anew.</summary>
    private Opens OpensOf(NodeEntry node)
    {
        if (!_opens.TryGetValue(node.Id, out var opens)) _opens[node.Id] = opens = new Opens();
        if (ReferenceEquals(opens.Since, node.Report)) return opens;
        (opens.Since, opens.Count) = (node.Report, 0);
        return opens;
    }

    private void Forget(ImmutableArray<NodeEntry> nodes)
    {
        if (_opens.Count <= nodes.Length) return;
        foreach (var known in _opens.Keys)
        {
            if (!nodes.Any(node => node.Id == known)) _opens.Remove(known);
        }
    }

    private sealed class Opens
    {
        public NodeReport? Since { get; set; }
        public int Count { get; set; }
    }
}
