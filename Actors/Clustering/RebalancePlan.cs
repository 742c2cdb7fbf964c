using System.Collections.Immutable;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>Which sessions a node that joined should be given, as the last reports of all nodes have it.</summary>
internal static class RebalancePlan
{
    /// <summary>A share counts as reached from 19 of 20 sessions on: reports are a second old, and clients come and go.</summary>
    private const int Tolerance = 20;

    /// <summary>The next moves; none when the node has its share of every service.</summary>
    /// <param name="target">The node that asks for sessions.</param>
    /// <param name="nodes">All nodes, what they report up to date.</param>
    /// <param name="stays">Whether sessions of a service are to stay where they are on this node.</param>
    public static IReadOnlyList<Step> For(NodeEntry target, ImmutableArray<NodeEntry> nodes, Func<NodeEntry, string, bool> stays)
    {
        var steps = new List<Step>();
        foreach (var wanted in target.Report.Services)
        {
            if (wanted.Draining) continue;
            var hosts = nodes.Select(node => (Node: node, Report: Find(node, wanted.Service))).Where(h => h.Report is { Draining: false } && !h.Node.Report.Leaving).ToList();
            var (total, weights) = (hosts.Sum(h => (long)h.Report!.Sessions), hosts.Sum(h => (long)Weight(h.Node)));
            if (weights == 0) continue;
            var share = total * Weight(target) / weights;
            if (wanted.MaxSessions > 0) share = Math.Min(share, wanted.MaxSessions);
            var missing = share - wanted.Sessions;
            if (missing <= 0 || missing < share / Tolerance) continue;

            var source = hosts
                .Where(h => h.Node.Id != target.Id && CanRead(wanted, h.Report!) && !stays(h.Node, wanted.Service) && (long)h.Report!.Sessions * weights > total * Weight(h.Node))
                .OrderByDescending(h => (double)h.Report!.Sessions / Weight(h.Node))
                .Select(h => h.Node)
                .FirstOrDefault();
            if (source is not null) steps.Add(new Step(wanted.Service, source.Id, target.Id, missing));
        }

        return steps;
    }

    private static ServiceReport? Find(NodeEntry node, string service) => node.Report.Services.FirstOrDefault(s => s.Service.Equals(service, StringComparison.OrdinalIgnoreCase));

    private static int Weight(NodeEntry node) => Math.Max(1, node.Report.Weight);

    private static bool CanRead(ServiceReport target, ServiceReport source) =>
        target.StateType == source.StateType && target.ReadsFrom <= source.ReadsTo && source.ReadsTo <= target.ReadsTo;

    /// <summary>Sessions of a service that should go from one node to another: up to so many.</summary>
    internal readonly record struct Step(string Service, NodeId From, NodeId To, long Missing);
}
