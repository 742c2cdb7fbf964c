namespace SocketGateway.Protocols.Forwarding;

/// <summary>The one with the fewest connections for its weight. Equals are drawn among by weight: connections that end at once would otherwise all go to the first.</summary>
internal sealed class LeastConnectionsPolicy(Random random) : ILoadBalancingPolicy
{
    public int Choose(ReadOnlySpan<Candidate> candidates, ulong hash)
    {
        var (least, weights) = (0, (long)candidates[0].Weight);
        for (var i = 1; i < candidates.Length; i++)
        {
            var weight = candidates[i].Weight;
            switch (candidates[i].CompareLoad(candidates[least]))
            {
                case < 0:
                    (least, weights) = (i, weight);
                    break;
                case 0:
                    // Each equal takes the place with its share of the weights so far: in the end each has it with its share of all.
                    weights += weight;
                    if (random.NextDouble() * weights < weight) least = i;
                    break;
            }
        }

        return least;
    }
}
