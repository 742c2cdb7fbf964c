using System.Diagnostics.CodeAnalysis;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// The messages of sessions that wait for their turn: a queue for each session, served by deficit round robin. A session may overdraw its turn by one message or piece and sits out
/// turns until that is paid, so that whoever sends little never waits for more than one message of each who sends much.
/// </summary>
/// <param name="quantum">What a session gets in each turn, in bytes.</param>
/// <param name="pool">Where messages come from and go to.</param>
internal sealed class FairQueue(int quantum, MessagePool pool)
{
    private readonly Dictionary<ConnectionId, SessionQueue> _sessions = [];
    private readonly Stack<SessionQueue> _spare = new();
    private readonly Turns _turns = new();
    private readonly Turns _parked = new();
    private SessionQueue? _unparked;

    /// <summary>Messages that wait.</summary>
    public int Count { get; private set; }

    public void Enqueue(ConnectionId connection, SessionProtocol message)
    {
        if (!_sessions.TryGetValue(connection, out var queue))
        {
            if (!_spare.TryPop(out queue)) queue = new SessionQueue();
            queue.Connection = connection;
            _sessions.Add(connection, queue);
            _turns.Append(queue);
        }

        var waiting = pool.Take(connection, message);
        if (queue.Last is null) queue.First = waiting;
        else queue.Last.Next = waiting;
        queue.Last = waiting;
        Count++;
    }

    /// <summary>Whose turn it is.</summary>
    public bool TryPeek([NotNullWhen(true)] out SessionQueue? queue)
    {
        while ((queue = _turns.First) is not null)
        {
            if (queue.First is null)
            {
                Remove(queue);
                continue;
            }

            if (!queue.InTurn)
            {
                // What a session could not use it does not save for later.
                queue.Deficit = Math.Min(queue.Deficit + quantum, quantum);
                queue.InTurn = true;
            }

            if (queue.Deficit > 0) return true;
            Pass();
        }

        return false;
    }

    /// <summary>Takes out the oldest message of the session whose turn it is.</summary>
    public void Take(SessionQueue queue)
    {
        var taken = queue.First!;
        queue.First = taken.Next;
        if (queue.First is null) queue.Last = null;
        if (_unparked == queue) _unparked = null;
        Count--;
        pool.Return(taken);
    }

    /// <summary>The next one's turn.</summary>
    public void Pass() => _turns.Append(Leave());

    /// <summary>The session whose turn it is gets no more of them until <see cref="Unpark"/>: its next message waits for another's pieces.</summary>
    public void Park()
    {
        var again = _turns.First == _unparked;
        var queue = Leave();
        if (again) _parked.Prepend(queue);
        else _parked.Append(queue);
    }

    /// <summary>The session that was parked first has the next turn, and until it has used it no other one.</summary>
    public void Unpark()
    {
        if (_unparked is not null || _parked.First is null) return;
        _unparked = _parked.TakeFirst();
        _turns.Prepend(_unparked);
    }

    /// <summary>Forgets what waits for a session and is of an epoch below this one; a message that was sent in part stays, and is sent to its end.</summary>
    public void Drop(ConnectionId connection, long below)
    {
        if (!_sessions.TryGetValue(connection, out var queue)) return;
        OutboundMessage? last = null;
        for (var waiting = queue.First; waiting is not null;)
        {
            var next = waiting.Next;
            if (waiting.Begun || waiting.Message!.Epoch >= below)
            {
                last = waiting;
            }
            else
            {
                if (last is null) queue.First = next;
                else last.Next = next;
                Count--;
                pool.Return(waiting);
            }

            waiting = next;
        }

        queue.Last = last;
    }

    public void Clear()
    {
        (_unparked, Count) = (null, 0);
        _turns.Clear();
        _parked.Clear();
        _sessions.Clear();
        _spare.Clear();
    }

    private SessionQueue Leave()
    {
        var queue = _turns.TakeFirst();
        queue.InTurn = false;
        if (_unparked == queue) _unparked = null;
        return queue;
    }

    private void Remove(SessionQueue queue)
    {
        Leave();
        _sessions.Remove(queue.Connection);
        queue.Deficit = 0;
        _spare.Push(queue);
    }
}
