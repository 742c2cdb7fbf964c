namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// Rendezvous hashing: the destination with the highest score for the hash, the same at every gateway. One that goes moves its own hashes only, and one that comes, or gains weight,
/// takes its share of all others.
/// </summary>
internal sealed class ConsistentHashPolicy : ILoadBalancingPolicy
{
    public int Choose(ReadOnlySpan<Candidate> candidates, ulong hash)
    {
        var (best, highest) = (0, double.NegativeInfinity);
        for (var i = 0; i < candidates.Length; i++)
        {
            var score = Score(hash, candidates[i].Destination.Hash, candidates[i].Weight);
            if (score > highest) (best, highest) = (i, score);
        }

        return best;
    }

    /// <summary>The logarithm makes a destination's chance to be the highest proportional to its weight.</summary>
    private static double Score(ulong hash, ulong destination, int weight) => -weight / Math.Log(((StableHash.Mix(hash ^ destination) >> 11) + 0.5) / (1UL << 53));
}
