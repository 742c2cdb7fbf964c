using System.Collections.Concurrent;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// Tells a silent node from a silent network: when no link at all is heard, this gateway is the one that is cut off, or stood still, and moving sessions would help nobody
/// (rule 20). Thread-safe.
/// </summary>
internal sealed class LinkSilence
{
    /// <summary>Longer than this nobody waits for the network, in milliseconds.</summary>
    public const long Patience = 30_000;

    private readonly ConcurrentDictionary<NodeId, long> _heard = new();

    public void Heard(NodeId node, long at) => _heard[node] = at;

    public void Forget(NodeId node) => _heard.TryRemove(node, out _);

    /// <summary>Whether there are other links, and none of them was heard within <paramref name="timeout"/>.</summary>
    public bool IsGeneral(NodeId except, long now, long timeout)
    {
        var others = 0;
        foreach (var (node, at) in _heard)
        {
            if (node == except) continue;
            if (now - at <= timeout) return false;
            others++;
        }

        return others > 0;
    }
}
