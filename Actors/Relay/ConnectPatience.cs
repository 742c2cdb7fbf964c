namespace SocketGateway.Actors.Relay;

/// <summary>How long a client waits for a destination, and how long between two rounds through those that all failed. Milliseconds of the node's monotonic clock.</summary>
/// <param name="hold">The whole of it, from the first wait on.</param>
internal sealed class ConnectPatience(long hold)
{
    private const long FirstPause = 100, LongestPause = 1_000;

    private long _pause = FirstPause;

    /// <summary>When it is over; the first question begins it.</summary>
    public long Until { get; private set; } = long.MaxValue;

    /// <summary>Whether the client waits, or goes on waiting.</summary>
    public bool MayWait(long now)
    {
        if (Until == long.MaxValue) Until = now + hold;
        return now < Until;
    }

    /// <summary>How long until the next round, twice as long each time, and not beyond the end.</summary>
    public long NextPause(long now)
    {
        var pause = Math.Min(_pause, Until - now);
        _pause = Math.Min(LongestPause, 2 * _pause);
        return pause;
    }
}
