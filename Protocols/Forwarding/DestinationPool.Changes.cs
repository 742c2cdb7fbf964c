using System.Net;

namespace SocketGateway.Protocols.Forwarding;

/// <summary>What operators, configuration and name resolution change.</summary>
public sealed partial class DestinationPool
{
    /// <summary>The addresses that a destination's name stands for now, used in turn; without any it is not up. False when there is no such destination any more.</summary>
    public bool SetAddresses(string name, IReadOnlyList<IPEndPoint> addresses, long now) => Change(name, destination => destination.SetAddresses(addresses), now);

    /// <summary>An operator wants no more connections there, or wants them again. False when there is no such destination.</summary>
    public bool Drain(string name, bool drain, long now) => Change(name, destination => destination.Drain(drain), now);

    /// <summary>
    /// Takes over a new configuration. Destinations that stay, by their names, keep their connections, addresses and health. Those that go are chosen no more; their connections count until they
    /// end, and one that comes back before that is the same again.
    /// </summary>
    public void Update(IReadOnlyList<DestinationSettings> destinations, long now)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            var known = _destinations.Concat(_removed).ToDictionary(destination => destination.Name, StringComparer.OrdinalIgnoreCase);
            _destinations = [.. destinations.Select(settings => known.Remove(settings.Name, out var one) ? one : new Destination(settings, _policy, joins: true))];
            _candidates = new Candidate[_destinations.Length];
            for (var i = 0; i < _destinations.Length; i++) (_destinations[i].Settings, _destinations[i].IsRemoved) = (destinations[i], false);
            _removed.Clear();
            foreach (var gone in known.Values)
            {
                gone.IsRemoved = true;
                gone.Refresh(now);
                if (gone.Active > 0) _removed.Add(gone);
            }

            Refresh(now);
            called = CallWaiting();
        }

        Tell(called);
    }

    /// <summary>How things stand.</summary>
    public PoolReport Report(long now)
    {
        lock (_lock) return new PoolReport([.. _destinations.Concat(_removed).Select(destination => destination.Report(now))], _line.Count);
    }

    /// <summary>Changes one destination; false when there is none of this name.</summary>
    private bool Change(string name, Predicate<Destination> change, long now)
    {
        List<IDestinationWaiter>? called;
        lock (_lock)
        {
            if (Array.Find(_destinations, destination => string.Equals(destination.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } changed) return false;
            if (change(changed)) Refresh(now);
            called = CallWaiting();
        }

        Tell(called);
        return true;
    }
}
