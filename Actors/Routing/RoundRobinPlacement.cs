using System.Net;

namespace SocketGateway.Actors.Routing;

/// <summary>
/// One after the other, as often as their weights say and as evenly as that can be: each gains its weight, and the one that has gained most is chosen and pays the sum of all.
/// </summary>
internal sealed class RoundRobinPlacement : IPlacement
{
    private readonly Dictionary<string, long> _gained = new(StringComparer.Ordinal);

    public int Choose(ReadOnlySpan<Candidate> candidates, IPAddress client)
    {
        var (best, most, total) = (0, long.MinValue, 0L);
        for (var i = 0; i < candidates.Length; i++)
        {
            var (address, weight) = (candidates[i].Node.Id.Address, candidates[i].Weight);
            var gained = _gained[address] = _gained.GetValueOrDefault(address) + weight;
            total += weight;
            if (gained > most) (best, most) = (i, gained);
        }

        _gained[candidates[best].Node.Id.Address] = most - total;
        if (_gained.Count > 2 * candidates.Length) Forget(candidates);
        return best;
    }

    /// <summary>Nodes come and go, at addresses of which there is no end.</summary>
    private void Forget(ReadOnlySpan<Candidate> candidates)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var candidate in candidates) known.Add(candidate.Node.Id.Address);
        foreach (var address in _gained.Keys)
        {
            if (!known.Contains(address)) _gained.Remove(address);
        }
    }
}
