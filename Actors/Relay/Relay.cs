namespace SocketGateway.Actors.Relay;

/// <summary>The loops of this process, which share its connections: one for each core, at most <see cref="MostLoops"/>. Their threads begin with the first connection.</summary>
internal sealed class Relay(int loops) : IDisposable
{
    /// <summary>More would wait for the kernel only.</summary>
    public const int MostLoops = 4;

    private readonly Lazy<RelayLoop[]> _loops = new(() => [.. Enumerable.Range(0, loops).Select(i => new RelayLoop($"relay {i}"))]);
    private int _next;

    public static int DefaultLoops => Math.Clamp(Environment.ProcessorCount, 1, MostLoops);

    /// <summary>In turn.</summary>
    public RelayLoop Next() => _loops.Value[(uint)Interlocked.Increment(ref _next) % (uint)loops];

    public void Dispose()
    {
        if (!_loops.IsValueCreated) return;
        foreach (var loop in _loops.Value) loop.Dispose();
    }
}
