using SocketGateway.Actors.State;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>How long a client waits for a destination, and how long between two rounds through those that all failed.</summary>
/// <param name="hold">The whole of it, in milliseconds, from the first wait on.</param>
internal sealed class ConnectPatience(long hold)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long _until = long.MaxValue;
    private TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    public bool MayWait
    {
        get
        {
            if (_until == long.MaxValue) _until = MonotonicClock.Now + hold;
            return MonotonicClock.Now < _until;
        }
    }

    public TimeSpan Left => TimeSpan.FromMilliseconds(Math.Max(0, _until - MonotonicClock.Now));

    public async Task PauseAsync(CancellationToken stop)
    {
        await Task.Delay(_pause < Left ? _pause : Left, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, 2 * _pause.Ticks));
    }
}
