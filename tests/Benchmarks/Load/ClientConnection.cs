namespace SocketGateway.Benchmarks.Load;

/// <summary>One client connection: its descriptor, the message under way and what has come back of it.</summary>
internal sealed class ClientConnection(int token, byte[] request, byte[] response)
{
    public readonly int Token = token;
    public readonly byte[] Request = request;
    public readonly byte[] Response = response;

    public int Descriptor = -1;
    public int Sent;
    public int Received;

    /// <summary>True while epoll is asked for room to write: connecting, or a message that the kernel took in part.</summary>
    public bool WaitsForRoom;

    /// <summary>True while nothing can be sent until something was read: a TLS handshake.</summary>
    public bool AwaitsPeer;

    /// <summary>OpenSSL's connection, and the session that the next one resumes; 0 for none.</summary>
    public nint Tls, TlsSession;

    /// <summary>True from the beginning of a message, or of its connection, until its answer is complete.</summary>
    public bool IsBusy;

    /// <summary>When the message under way, or its connection, was started (Stopwatch ticks).</summary>
    public long Started;

    /// <summary>Messages begun on this connection; makes each message differ from the one before.</summary>
    public long Sequence;

    /// <summary>Messages completed since the measured time began.</summary>
    public long Completed;
}
