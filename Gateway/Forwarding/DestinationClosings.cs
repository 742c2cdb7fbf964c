using System.Collections.Concurrent;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>
/// Lets connections leave destinations that take no more of them: in good order, spread evenly over a time so that their clients do not all come back at once, and those first on which
/// nothing is under way. Thread-safe.
/// </summary>
internal sealed class DestinationClosings(ForwardedConnections connections)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Closing> _underWay = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins, in the place of what is under way there.</summary>
    /// <returns>Ends when the time is over, or soon after it was cancelled.</returns>
    public Task Begin(string destination, TimeSpan within, CancellationToken stop)
    {
        Cancel(destination);
        return RunAsync(destination, within, _underWay[destination] = new Closing(), stop);
    }

    /// <summary>Those that are still there stay.</summary>
    public void Cancel(string destination)
    {
        if (_underWay.TryRemove(destination, out var underWay)) underWay.IsCancelled = true;
    }

    private async Task RunAsync(string destination, TimeSpan within, Closing closing, CancellationToken stop)
    {
        var (began, closed) = (MonotonicClock.Now, 0);
        while (!closing.IsCancelled && !stop.IsCancellationRequested)
        {
            // Those that were being connected come later, so what there is to close is counted each time.
            var there = connections.At(destination).ToList();
            var elapsed = TimeSpan.FromMilliseconds(MonotonicClock.Now - began);
            var due = elapsed >= within ? there.Count : (int)((there.Count + closed) * (elapsed / within)) - closed;
            foreach (var connection in there.Where(one => one.IsIdle || elapsed >= within).OrderBy(one => !one.IsIdle).Take(due))
            {
                connections.Remove(connection);
                if (connection.IsIdle) connection.Finish(CloseReasons.DestinationDrained);
                else connection.Abort(CloseReasons.DestinationDrained);
                closed++;
            }

            if (elapsed >= within) break;
            await Task.Delay(within - elapsed < Pause ? within - elapsed : Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _underWay.TryRemove(KeyValuePair.Create(destination, closing));
    }

    private sealed class Closing
    {
        private volatile bool _isCancelled;

        public bool IsCancelled
        {
            get => _isCancelled;
            set => _isCancelled = value;
        }
    }
}
