namespace SocketGateway.Benchmarks.Load;

/// <summary>What a connection says and what it expects to hear; stateless, so that one serves all connections of a thread.</summary>
internal abstract class Conversation
{
    public abstract ClientConnection Create(int token);

    /// <summary>Prepares the next request.</summary>
    public abstract void Begin(ClientConnection connection);

    /// <summary>Judges the response received so far.</summary>
    public abstract Exchange Judge(ClientConnection connection);

    /// <summary>What of the request can be sent next; empty when all of it was.</summary>
    public virtual ReadOnlySpan<byte> Unsent(ClientConnection connection) => connection.Request.AsSpan(connection.Sent);

    /// <summary>Where the next bytes of the response go.</summary>
    public virtual Span<byte> Room(ClientConnection connection) => connection.Response.AsSpan(connection.Received);

    /// <summary>Bytes that a complete exchange counts for.</summary>
    public virtual int Payload(ClientConnection connection) => connection.Received;
}
