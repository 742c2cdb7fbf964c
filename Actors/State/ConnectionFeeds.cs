using System.Collections.Concurrent;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.State;

/// <summary>The feeds of the connections that are watched at this moment: few, as only operators watch. Thread-safe.</summary>
internal sealed class ConnectionFeeds(ConnectionDirectory connections)
{
    public const int Max = 64;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ConnectionId, ConnectionFeed> _feeds = new();

    /// <summary>The feed of a connection, which begins when somebody asks for it; null when there is neither a feed nor the connection, or there are too many.</summary>
    public ConnectionFeed? Open(ConnectionId id, long now)
    {
        lock (_gate)
        {
            foreach (var (watched, old) in _feeds)
            {
                if (old.IsOver(now)) _feeds.TryRemove(watched, out _);
            }

            if (_feeds.TryGetValue(id, out var feed))
            {
                // It may have ended before it heard that it is watched.
                if (connections.Find(id) is null) feed.End();
                return feed;
            }

            if (_feeds.Count >= Max || connections.Find(id) is not { } connection) return null;
            _feeds[id] = feed = new ConnectionFeed(now);
            connection.Tell(new ConnectionProtocol.Watch(feed));
            return feed;
        }
    }
}
