namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// One after the other, as often as their weights say and as evenly as that can be: each gains its weight, and the one that has gained most is chosen and pays the sum of all.
/// </summary>
internal sealed class RoundRobinPolicy : ILoadBalancingPolicy
{
    public int Choose(ReadOnlySpan<Candidate> candidates, ulong hash)
    {
        var (best, total) = (0, 0L);
        for (var i = 0; i < candidates.Length; i++)
        {
            var weight = candidates[i].Weight;
            candidates[i].Destination.Gained += weight;
            total += weight;
            if (candidates[i].Destination.Gained > candidates[best].Destination.Gained) best = i;
        }

        candidates[best].Destination.Gained -= total;
        return best;
    }
}
