namespace SocketGateway.Protocols.Forwarding;

/// <summary>Chooses among destinations that can all take the connection. Called by one thread at a time.</summary>
internal interface ILoadBalancingPolicy
{
    /// <summary>The index of the chosen one; <paramref name="candidates"/> is never empty.</summary>
    int Choose(ReadOnlySpan<Candidate> candidates, ulong hash);
}
