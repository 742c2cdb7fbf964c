namespace SocketGateway.Protocols.Forwarding;

/// <summary>Those that wait for a destination.</summary>
public sealed partial class DestinationPool
{
    /// <summary>
    /// Waits for a slot or for a destination to come up; false when too many do. Nothing that happened since <paramref name="result"/> is missed: then the waiter may be called before this
    /// returns.
    /// </summary>
    /// <param name="waiter">Is called once.</param>
    /// <param name="result">What <see cref="Take"/> said to it.</param>
    public bool TryWait(IDestinationWaiter waiter, in TakeResult result)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            if (!_line.TryEnter(waiter, result.Version)) return false;
            called = CallWaiting();
        }

        Tell(called);
        return true;
    }

    /// <summary>It does not want a destination any more, whether it waits, was called, or neither.</summary>
    public void StopWaiting(IDestinationWaiter waiter)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            _line.Leave(waiter);
            called = CallWaiting();
        }

        Tell(called);
    }

    private List<IDestinationWaiter>? CallWaiting() => _line.Count == 0 ? null : _line.Call(FreeSlots(), _version);

    /// <summary>All that is free is kept for those that were called.</summary>
    private bool IsPromised => _line.Called > 0 && FreeSlots() <= _line.Called;

    /// <summary>Connections that can be taken now, by the backups only when no other destination is up.</summary>
    private long FreeSlots()
    {
        var (free, backup, anyUp) = (0L, 0L, false);
        foreach (var destination in _destinations)
        {
            if (!destination.IsUp) continue;
            if (destination.Settings.IsBackup) backup += destination.Free;
            else (free, anyUp) = (free + destination.Free, true);
        }

        return anyUp ? free : backup;
    }

    private static void Tell(List<IDestinationWaiter>? called)
    {
        if (called is null) return;
        foreach (var waiter in called) waiter.Ready();
    }
}
