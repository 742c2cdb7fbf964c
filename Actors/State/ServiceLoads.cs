using System.Collections.Concurrent;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.State;

/// <summary>What the services of this node have to do: written by them, read by placement, and reported to other nodes. Thread-safe.</summary>
internal sealed class ServiceLoads
{
    private readonly ConcurrentDictionary<string, ServiceLoad> _services = new(StringComparer.OrdinalIgnoreCase);

    private int _changes;
    private int _foreign;

    /// <summary>Counts what other nodes should hear of at once.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Sessions here whose connections are on other nodes.</summary>
    public int Foreign => Volatile.Read(ref _foreign);

    public void AddForeign(int sessions) => Interlocked.Add(ref _foreign, sessions);

    public void Changed() => Interlocked.Increment(ref _changes);

    /// <summary>A service is there.</summary>
    public ServiceLoad Add(string name, int maxSessions, StateReadability state) =>
        _services.GetOrAdd(name, static (name, known) => new ServiceLoad(known.all, name, known.maxSessions, known.state), (all: this, maxSessions, state));

    public ServiceLoad? Find(string name) => _services.GetValueOrDefault(name);

    /// <summary>One row for each service, by name.</summary>
    public IReadOnlyList<ServiceReport> Report() => [.. _services.Values.Select(service => service.Report()).OrderBy(service => service.Service, StringComparer.Ordinal)];
}
