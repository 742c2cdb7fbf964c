namespace SocketGateway.Protocols.Forwarding;

/// <summary>Which destinations are up.</summary>
public sealed partial class DestinationPool
{
    private long _nextReactivation = long.MaxValue;

    /// <summary>Ends ejections that are over; several times a second, for those that wait while nobody else comes.</summary>
    public void Tick(long now)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            RefreshDue(now);
            called = CallWaiting();
        }

        Tell(called);
    }

    /// <summary>The result of a check; false when there is no such destination any more.</summary>
    public bool Checked(string name, bool ok, long now) => Change(name, destination => destination.ActiveHealth.Checked(ok), now);

    private void RefreshDue(long now)
    {
        if (now >= _nextReactivation) Refresh(now);
    }

    /// <summary>Sees which destinations are up, after anything that may have changed it.</summary>
    private void Refresh(long now)
    {
        // An ejection says that others serve better. When no other one is up it says nothing, and a doubtful destination is better than none.
        var alone = !Array.Exists(_destinations, destination => destination.State is DestinationState.Up or DestinationState.Full);
        _nextReactivation = long.MaxValue;
        foreach (var destination in _destinations)
        {
            var health = destination.PassiveHealth;
            if (health.IsEjected && (now >= health.EjectedUntil || (alone && destination.State == DestinationState.Ejected))) health.EndEjection(now);
            if (health.IsEjected) _nextReactivation = Math.Min(_nextReactivation, health.EjectedUntil);
            destination.Refresh(now);
        }

        _version++;
    }

    private void Eject(Destination destination, long now)
    {
        if (!destination.IsUp) return;
        var (ejected, others) = (0, 0);
        foreach (var one in _destinations)
        {
            if (one.PassiveHealth.IsEjected) ejected++;
            if (one.IsUp && one != destination) others++;
        }

        if (others == 0 || (ejected > 0 && (ejected + 1) * 100 > _policy.PassiveHealth.MaxEjectedPercent * _destinations.Length)) return;
        destination.PassiveHealth.Eject(now);
        Refresh(now);
    }
}
