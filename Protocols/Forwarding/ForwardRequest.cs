namespace SocketGateway.Protocols.Forwarding;

/// <summary>What is asked of a pool for one connection.</summary>
/// <param name="hash">Of whatever shall meet the same destination again (<see cref="StableHash"/>); only consistent hashing looks at it.</param>
/// <param name="tried">Destinations that this connection has failed at, and does not want again.</param>
/// <param name="waiter">Who was called and comes for it; null for one that comes by itself.</param>
public readonly ref struct ForwardRequest(ulong hash, ReadOnlySpan<Destination> tried = default, IDestinationWaiter? waiter = null)
{
    /// <summary>What consistent hashing goes by.</summary>
    public ulong Hash { get; } = hash;

    /// <summary>Destinations that this connection has failed at.</summary>
    public ReadOnlySpan<Destination> Tried { get; } = tried;

    /// <summary>Who was called and comes for it.</summary>
    public IDestinationWaiter? Waiter { get; } = waiter;

    /// <summary>Whether it has failed at this one.</summary>
    public bool HasTried(Destination destination)
    {
        foreach (var one in Tried)
        {
            if (ReferenceEquals(one, destination)) return true;
        }

        return false;
    }
}
