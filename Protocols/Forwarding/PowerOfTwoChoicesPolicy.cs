namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// The less loaded of two drawn at random. Nearly as even as the least loaded of all, but a destination that has just come up, or that fails connections at once and so never has any,
/// does not get everything. Both are drawn by weight, so that the weights hold as well while nobody has anything to do.
/// </summary>
internal sealed class PowerOfTwoChoicesPolicy(Random random) : ILoadBalancingPolicy
{
    public int Choose(ReadOnlySpan<Candidate> candidates, ulong hash)
    {
        if (candidates.Length == 1) return 0;
        var first = RandomPolicy.Draw(random, candidates);
        var second = RandomPolicy.Draw(random, candidates, except: first);
        return candidates[second].CompareLoad(candidates[first]) < 0 ? second : first;
    }
}
