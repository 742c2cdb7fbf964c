using System.Net;

namespace SocketGateway.Gateway.Logins;

/// <summary>
/// A few places for work, and turns for clients: those of one client that wait never make another client's wait longer than one of them takes. Who waits is bounded, and for
/// how long. Thread-safe.
/// </summary>
internal sealed class FairQueue(int places, int maxWaiting, int maxWaitingPerClient, TimeSpan patience, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Queue<TaskCompletionSource>> _waiting = [];
    private readonly Queue<IPAddress> _turns = new();
    private int _free = places;
    private int _count;

    /// <summary>Waits for a place. False: there are too many, or it took too long. After true, <see cref="Leave"/> must follow.</summary>
    public async ValueTask<bool> TryEnterAsync(IPAddress client, CancellationToken stop)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return true;
            }

            if (!_waiting.TryGetValue(client, out var mine)) mine = [];
            if (_count >= maxWaiting || mine.Count >= maxWaitingPerClient) return false;
            mine.Enqueue(turn);
            _count++;
            if (mine.Count == 1)
            {
                _waiting[client] = mine;
                _turns.Enqueue(client);
            }
        }

        try
        {
            await turn.Task.WaitAsync(patience, clock, stop);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The place may have come in that very moment.
            if (!turn.TrySetCanceled(CancellationToken.None)) Leave();
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Gives the place to the next client's first.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            while (_turns.TryDequeue(out var client))
            {
                var waiting = _waiting[client];
                var next = waiting.Dequeue();
                _count--;
                if (waiting.Count > 0) _turns.Enqueue(client);
                else _waiting.Remove(client);
                if (next.TrySetResult()) return;
            }

            _free++;
        }
    }
}
