using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>The connections of this gateway, for code outside of their sessions: list, push to, and end them. Injected wherever it is asked for.</summary>
public interface IConnections
{
    /// <summary>How many are open.</summary>
    int Count { get; }

    /// <summary>Pushes a message to a connection; its session handles it as a step, exactly once in what the client sees.</summary>
    ValueTask<PushResult> SendAsync(ConnectionId id, PushMessage message, CancellationToken cancellationToken = default);

    /// <summary>Pushes a message to the connection that has this alias.</summary>
    ValueTask<PushResult> SendAsync(string alias, PushMessage message, CancellationToken cancellationToken = default);

    /// <summary>What is known of each connection at this moment, in order of their ids.</summary>
    ValueTask<IReadOnlyList<ConnectionSnapshot>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One connection by its id, or by an ending of at least 3 characters that fits no other; null with the reason when there is none.</summary>
    ValueTask<(ConnectionSnapshot? Connection, string? Error)> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Ends a connection with an error, flushed and reset; false when there is none of this id.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="reason">A short snake_case word for logs, traces and metrics.</param>
    bool Kick(ConnectionId id, string reason = CloseReasons.Kicked);
}
