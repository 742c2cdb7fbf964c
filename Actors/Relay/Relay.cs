namespace SocketGateway.Actors.Relay;

/// <summary>The loops of this process, which share its connections: one for each core, at most <see cref="MostLoops"/>. Their threads begin with the first connection.</summary>
internal sealed class Relay(int loops) : IDisposable
{
    /// <summary>More would wait for the kernel only.</summary>
    public const int MostLoops = 4;

    private readonly Lock _gate = new();
    private volatile RelayLoop[]? _loops;
    private int _next;

    public static int DefaultLoops => Math.Clamp(Environment.ProcessorCount, 1, MostLoops);

    /// <summary>In turn.</summary>
    public RelayLoop Next() => (_loops ?? Begin())[(uint)Interlocked.Increment(ref _next) % (uint)loops];

    public void Dispose()
    {
        foreach (var loop in _loops ?? []) loop.Dispose();
    }

    /// <summary>What fails for want of a descriptor is tried again with the next connection.</summary>
    private RelayLoop[] Begin()
    {
        lock (_gate)
        {
            if (_loops is { } begun) return begun;
            var made = new List<RelayLoop>();
            try
            {
                while (made.Count < loops) made.Add(new RelayLoop($"relay {made.Count}"));
            }
            catch
            {
                made.ForEach(loop => loop.Dispose());
                throw;
            }

            return _loops = [.. made];
        }
    }
}
