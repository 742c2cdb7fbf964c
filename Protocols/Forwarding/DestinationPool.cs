namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// The destinations of one forwarding, their health, and those that wait for one. Thread-safe: one lock, held for one look at each destination; nobody is called under it.
/// Times are milliseconds of the node's monotonic clock.
/// </summary>
public sealed partial class DestinationPool
{
    private readonly Lock _lock = new();
    private readonly ForwardPolicy _policy;
    private readonly ILoadBalancingPolicy _choice;
    private readonly WaitingLine _line;
    private readonly List<Destination> _removed = [];

    private Destination[] _destinations;
    private Candidate[] _candidates;
    private int _count;

    /// <summary>Grows with everything that may let a connection through that was not let through before.</summary>
    private long _version;

    /// <param name="policy">Its rules.</param>
    /// <param name="destinations">None of them is up until it has an address.</param>
    /// <param name="seed">Of its randomness.</param>
    public DestinationPool(ForwardPolicy policy, IReadOnlyList<DestinationSettings> destinations, int seed)
    {
        (_policy, _line) = (policy, new WaitingLine(policy.MaxPending));
        var random = new Random(seed);
        _choice = policy.LoadBalancing switch
        {
            LoadBalancingPolicy.RoundRobin => new RoundRobinPolicy(),
            LoadBalancingPolicy.LeastConnections => new LeastConnectionsPolicy(random),
            LoadBalancingPolicy.Random => new RandomPolicy(random),
            LoadBalancingPolicy.ConsistentHash => new ConsistentHashPolicy(),
            _ => new PowerOfTwoChoicesPolicy(random),
        };
        _destinations = [.. destinations.Select(settings => new Destination(settings, policy, joins: false))];
        _candidates = new Candidate[_destinations.Length];
    }

    /// <summary>
    /// A destination for a connection, which counts there from now on: <see cref="ConnectFailed"/> or <see cref="Released"/> must follow. Among those that are up, not tried and not full;
    /// backups only when no other one is up or all of them were tried.
    /// </summary>
    public TakeResult Take(in ForwardRequest request, long now)
    {
        TakeResult result;
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            RefreshDue(now);
            var wasCalled = request.Waiter is { } waiter && _line.Leave(waiter);
            var status = Gather(request, now);
            if (status != TakeStatus.Taken) result = TakeResult.NotTaken(status, _version);
            else if (!wasCalled && IsPromised) result = TakeResult.Promised;
            else result = Choose(request.Hash);
            called = CallWaiting();
        }

        Tell(called);
        return result;
    }

    /// <summary>The connection is there.</summary>
    public void Connected(Destination destination)
    {
        lock (_lock) destination.PassiveHealth.Connected();
    }

    /// <summary>The connection could not be made, and counts no more.</summary>
    public void ConnectFailed(Destination destination, ConnectFailure failure, long now)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            Release(destination);
            destination.Failures = destination.Failures.Plus(failure);
            if (failure != ConnectFailure.Other && destination.PassiveHealth.ConnectFailed()) Eject(destination, now);
            called = CallWaiting();
        }

        Tell(called);
    }

    /// <summary>The connection ended, and counts no more.</summary>
    /// <param name="destination">What it was taken to.</param>
    /// <param name="kind">How it ended.</param>
    /// <param name="heard">Whether the destination ever sent a byte; a connection that broke before that is a failure of it.</param>
    /// <param name="now">The time.</param>
    public void Released(Destination destination, ReleaseKind kind, bool heard, long now)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            Release(destination);
            if (heard)
            {
                destination.PassiveHealth.Started();
            }
            else if (kind != ReleaseKind.Orderly)
            {
                destination.FailedStarts++;
                if (destination.PassiveHealth.StartFailed()) Eject(destination, now);
            }

            called = CallWaiting();
        }

        Tell(called);
    }

    private void Release(Destination destination)
    {
        destination.Release();
        if (destination.IsRemoved && destination.Active == 0) _removed.Remove(destination);
        if (destination.Settings.MaxConnections > 0) _version++;
    }

    private TakeResult Choose(ulong hash)
    {
        var chosen = _candidates[_choice.Choose(_candidates.AsSpan(0, _count), hash)].Destination;
        return TakeResult.Taken(chosen, chosen.Take());
    }

    /// <summary>
    /// Whom to choose from. That backups are full is no reason to wait for one that has tried all others: whoever waits is called for what all can use.
    /// </summary>
    private TakeStatus Gather(in ForwardRequest request, long now)
    {
        var status = Gather(backups: false, request, now);
        if (status > TakeStatus.AllTried) return status;
        var behind = Gather(backups: true, request, now);
        return status == TakeStatus.NoneUp || behind == TakeStatus.Taken ? behind : status;
    }

    private TakeStatus Gather(bool backups, in ForwardRequest request, long now)
    {
        var status = TakeStatus.NoneUp;
        _count = 0;
        foreach (var destination in _destinations)
        {
            if (!destination.IsUp || destination.Settings.IsBackup != backups) continue;
            var one = request.HasTried(destination) ? TakeStatus.AllTried : destination.IsFull ? TakeStatus.Full : TakeStatus.Taken;
            if (one == TakeStatus.Taken) _candidates[_count++] = new Candidate(destination, destination.Active, destination.WeightAt(now));
            if (one > status) status = one;
        }

        return status;
    }
}
