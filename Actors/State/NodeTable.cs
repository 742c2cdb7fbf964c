using System.Collections.Immutable;

namespace SocketGateway.Actors.State;

/// <summary>The service nodes whose links are up. Written by the links, read by placement and by operators. Thread-safe.</summary>
internal sealed class NodeTable
{
    private ImmutableArray<NodeEntry> _nodes = [];

    /// <summary>All of them, by address.</summary>
    public ImmutableArray<NodeEntry> All => _nodes;

    /// <summary>Whether there is one that hosts sessions.</summary>
    public bool HasServices => _nodes.Any(static node => node.Report.Services.Count > 0 || node.IsLocal);

    /// <summary>Adds a node, or replaces what is known of it.</summary>
    public void Set(NodeEntry node) => ImmutableInterlocked.Update(
        ref _nodes, static (nodes, node) => [.. nodes.Where(n => n.Id.Address != node.Id.Address).Append(node).OrderBy(n => n.Id.Address, StringComparer.Ordinal)], node);

    /// <summary>Its link is gone.</summary>
    public void Remove(Protocols.Links.NodeId node) => ImmutableInterlocked.Update(
        ref _nodes, static (nodes, node) => [.. nodes.Where(n => n.Id != node)], node);
}
