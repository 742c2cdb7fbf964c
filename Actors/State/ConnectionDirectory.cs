using System.Collections.Concurrent;
using Akka.Actor;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.State;

/// <summary>Where each connection of this process is, by id and by alias. Thread-safe; the actors it names may be gone when they are told.</summary>
internal sealed class ConnectionDirectory
{
    private readonly ConcurrentDictionary<ConnectionId, IActorRef> _connections = new();
    private readonly ConcurrentDictionary<string, ConnectionId> _aliases = new(StringComparer.Ordinal);

    public int Count => _connections.Count;
    public IEnumerable<KeyValuePair<ConnectionId, IActorRef>> All => _connections;

    public void Add(ConnectionId id, IActorRef connection) => _connections[id] = connection;

    public void Remove(ConnectionId id, string? alias)
    {
        _connections.TryRemove(id, out _);
        if (alias is not null) RemoveAlias(alias, id);
    }

    /// <summary>The latest connection to take a name has it.</summary>
    public void SetAlias(string alias, ConnectionId id) => _aliases[alias] = id;

    public void RemoveAlias(string alias, ConnectionId id) => _aliases.TryRemove(KeyValuePair.Create(alias, id));

    public IActorRef? Find(ConnectionId id) => _connections.GetValueOrDefault(id);

    public IActorRef? FindAlias(string alias) => _aliases.TryGetValue(alias, out var id) ? Find(id) : null;

    /// <summary>Finds by full id, or by an ending of it that fits one connection only.</summary>
    public (IActorRef? Connection, string? Error) FindByText(string text)
    {
        if (ConnectionId.TryParse(text, out var id)) return Find(id) is { } exact ? (exact, null) : (null, $"no connection {text}");
        if (text.Length < 3) return (null, "give at least the last 3 characters of the id");
        IActorRef? found = null;
        foreach (var (candidate, connection) in _connections)
        {
            if (!candidate.Matches(text)) continue;
            if (found is not null) return (null, $"{text} fits more than one connection");
            found = connection;
        }

        return found is null ? (null, $"no connection {text}") : (found, null);
    }
}
