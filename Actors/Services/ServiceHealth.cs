using System.Collections.Concurrent;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Services;

/// <summary>
/// Tells a poisonous input from a failing service (rule 14): when more than half of the sessions that were active in the last 10 s failed, and more than one, the fault is
/// the service's. Thread-safe.
/// </summary>
internal sealed class ServiceHealth
{
    private const long Window = 10_000;

    private readonly ConcurrentDictionary<ConnectionId, (long Active, long Failed)> _sessions = new();

    public void MarkActive(ConnectionId id)
    {
        var now = MonotonicClock.Now;
        _sessions.AddOrUpdate(id, static (_, now) => (now, long.MinValue), static (_, old, now) => (now, old.Failed), now);
    }

    public void Forget(ConnectionId id)
    {
        if (_sessions.TryGetValue(id, out var marks) && marks.Failed == long.MinValue) _sessions.TryRemove(id, out _);
    }

    public bool RecordFailure(ConnectionId id)
    {
        var now = MonotonicClock.Now;
        _sessions[id] = (now, now);
        var (active, failed) = (0, 0);
        foreach (var (other, marks) in _sessions)
        {
            if (marks.Active < now - Window)
            {
                _sessions.TryRemove(KeyValuePair.Create(other, marks));
                continue;
            }

            active++;
            if (marks.Failed >= now - Window) failed++;
        }

        return failed > 1 && failed * 2 > active;
    }
}
