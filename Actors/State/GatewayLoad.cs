namespace SocketGateway.Actors.State;

/// <summary>What all connections of this process hold together, and the bounds on it. Thread-safe.</summary>
internal sealed class GatewayLoad(int maxConnections, long maxBufferedBytes)
{
    private int _connections;
    private long _allowedByDescriptors = long.MaxValue;
    private volatile bool _isShortOfDescriptors;
    private long _buffered;

    public int MaxConnections => maxConnections;
    public long MaxBufferedBytes => maxBufferedBytes;
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Bytes of input, output and state that connections keep, in steps of a few KiB each.</summary>
    public long Buffered => Interlocked.Read(ref _buffered);

    public bool TryAddConnection()
    {
        if (Interlocked.Increment(ref _connections) <= maxConnections) return true;
        Interlocked.Decrement(ref _connections);
        return false;
    }

    /// <summary>How many connections the descriptors allow: those that were there when they were counted last, and as many as were left to be opened.</summary>
    public long AllowedByDescriptors
    {
        get => Volatile.Read(ref _allowedByDescriptors);
        set => Volatile.Write(ref _allowedByDescriptors, value);
    }

    public bool DescriptorsAreFull => Connections >= AllowedByDescriptors;

    /// <summary>So few descriptors are left that all listeners are suspended, until there are more.</summary>
    public bool IsShortOfDescriptors
    {
        get => _isShortOfDescriptors;
        set => _isShortOfDescriptors = value;
    }

    public void RemoveConnection() => Interlocked.Decrement(ref _connections);

    public bool MemoryIsFull => Buffered > maxBufferedBytes;

    public void AddBuffered(long bytes) => Interlocked.Add(ref _buffered, bytes);
}
