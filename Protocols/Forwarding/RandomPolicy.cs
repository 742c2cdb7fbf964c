namespace SocketGateway.Protocols.Forwarding;

/// <summary>Drawn at random, each as likely as its weight says.</summary>
internal sealed class RandomPolicy(Random random) : ILoadBalancingPolicy
{
    public int Choose(ReadOnlySpan<Candidate> candidates, ulong hash) => Draw(random, candidates);

    /// <summary>A draw by weight among all but one; -1 excepts none.</summary>
    public static int Draw(Random random, ReadOnlySpan<Candidate> candidates, int except = -1)
    {
        var total = 0L;
        for (var i = 0; i < candidates.Length; i++) total += i == except ? 0 : candidates[i].Weight;
        // Not NextInt64, which draws several times for one number.
        var drawn = (long)(random.NextDouble() * total);
        for (var i = 0; ; i++)
        {
            if (i == except) continue;
            drawn -= candidates[i].Weight;
            if (drawn < 0) return i;
        }
    }
}
