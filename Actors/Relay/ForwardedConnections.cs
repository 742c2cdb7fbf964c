using System.Collections.Concurrent;

namespace SocketGateway.Actors.Relay;

/// <summary>The connections of one service that are at a destination, for those who want them to leave it. Thread-safe.</summary>
internal sealed class ForwardedConnections
{
    private readonly ConcurrentDictionary<IForwarded, string> _destinations = new(ReferenceEqualityComparer.Instance);

    public void Add(IForwarded connection, string destination) => _destinations[connection] = destination;

    public void Remove(IForwarded connection) => _destinations.TryRemove(connection, out _);

    /// <summary>Those at a destination, by its name in any case of letters.</summary>
    public IEnumerable<IForwarded> At(string destination) =>
        _destinations.Where(one => string.Equals(one.Value, destination, StringComparison.OrdinalIgnoreCase)).Select(one => one.Key);
}
