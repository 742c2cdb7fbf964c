namespace SocketGateway.Gateway.Configuration;

/// <summary>What bounds the memory of a connection, in bytes; at a mark the sender is made to wait, nothing is dropped.</summary>
internal sealed record FlowOptions
{
    /// <summary>The most that a session may have, as its state, in bytes: 1 MiB.</summary>
    public const int MaxStateLimit = 1024 * 1024;

    /// <summary>Bytes of input that a session has not consumed, at which reading pauses. Default 65536, at least 1.</summary>
    public int InputWindow { get; init; } = 65536;

    /// <summary>Bytes of output that the client has not taken, at which the session waits. Default 65536, at least 1.</summary>
    public int OutputWindow { get; init; } = 65536;

    /// <summary>Bytes of output in one commit, at least 1. Default 262144. A larger commit fails its session.</summary>
    public int MaxCommit { get; init; } = 262144;

    /// <summary>Bytes of a session's state, at most 1 MiB; 0 allows none. Default 65536. A larger state fails its session.</summary>
    public int MaxState { get; init; } = 65536;

    /// <summary>How long one step of a session may take before the session counts as lost. Default 1 minute.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes that all connections may buffer together; above it new connections are refused (<c>memory_limit</c>).
    /// Default null: a quarter of the memory that .NET may use.</summary>
    public long? MaxBufferedBytes { get; init; }

    /// <summary>The most that one connection buffers, but for the read under way, in bytes.</summary>
    public long MaxPerConnection => (long)InputWindow + OutputWindow + MaxCommit + MaxState;
}
