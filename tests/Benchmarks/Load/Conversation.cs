namespace SocketGateway.Benchmarks.Load;

/// <summary>What a connection says and what it expects to hear; stateless, so that one serves all connections of a thread.</summary>
internal abstract class Conversation
{
    public abstract ClientConnection Create(int token);

    /// <summary>Prepares the next request in the connection's buffer.</summary>
    public abstract void Begin(ClientConnection connection);

    /// <summary>Judges the response received so far.</summary>
    public abstract Exchange Judge(ClientConnection connection);
}
