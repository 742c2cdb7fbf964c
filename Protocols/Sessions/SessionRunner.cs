using System.Runtime.InteropServices;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// Runs one <see cref="Session"/>: takes the connection's messages, chooses the next step, and turns what the step did into a numbered commit.
/// One step at a time; while a step is awaited messages only pile up, bounded by the windows. Deterministic, without actors, I/O or clock.
/// </summary>
internal sealed partial class SessionRunner(Session session, ISessionHost host) : IDisposable
{
    /// <summary>Steps in one turn before others get theirs.</summary>
    private const int StepsPerTurn = 64;

    private readonly SessionChannel?[] _channels = new SessionChannel?[LedgerLimits.MaxChannels];
    private readonly CancellationTokenSource _stop = new();
    private Queue<(long Id, SessionEvent Occurrence)>? _events;
    private Dictionary<string, long>? _timers;
    private SessionProtocol.Open? _open;
    private long _lastCommit;
    private byte _committedWritable;
    private int _window;
    private int _wakeRequested;
    private int _turnThread;
    private int _nextChannel;
    private bool _begun;
    private bool _stopping;
    private bool _over;
    private bool _finished;
    private TimeSpan? _draining;
    private string? _endReason;

    public SessionConnection Connection { get; private set; } = null!;
    public SessionChannel Client { get; private set; } = null!;
    public string? Alias { get; private set; }
    public int Epoch { get; private set; }
    public bool StepPending { get; private set; }
    public int InputWindow => _open!.InputWindow;
    public int MaxCommit => _open!.MaxCommit;
    public string? EndReason => _endReason;

    /// <summary>Attaches the session and runs what can run.</summary>
    public void Begin(SessionProtocol.Open open)
    {
        (_open, Epoch, _lastCommit, Alias, _committedWritable) = (open, open.Epoch, open.LastCommit, open.Alias, open.Writable);
        Connection = new SessionConnection(this, open.Connection, open.Service);
        session.Runner = this;
        foreach (var row in open.Channels)
        {
            _channels[row.Channel] = new SessionChannel(this, row.Channel)
            {
                Status = row.Status,
                Local = row.Local,
                Peer = row.Peer,
                InputOffset = row.InputOffset,
                InputEnded = row.InputEndConsumed,
                EndConsumed = row.InputEndConsumed,
                OutputOffset = row.OutputOffset,
                Closing = row.OutputClosed,
                CreditTo = row.Credit,
                WantsWritable = (open.Writable & (1 << row.Channel)) != 0,
            };
        }

        Client = _channels[0]!;
        foreach (var timer in open.Timers) (_timers ??= []).Add(timer.Name, timer.Generation);
        try
        {
            var maxMessage = session.MaxMessageBytes;
            _window = maxMessage > 0 ? LedgerLimits.WindowFor(maxMessage, open.InputWindow) : open.InputWindow;
            if (!session.TryRestoreState(open.State, open.Start))
            {
                host.Send(new SessionProtocol.Refused(Epoch, "state_version"));
                Finish();
                return;
            }

            host.Send(new SessionProtocol.Opened(Epoch, maxMessage, session.Resumable) { WorksInSilence = session.WorksInSilence });
        }
        catch (Exception error)
        {
            // All of these are the author's code: properties, and whatever reading a state runs.
            Fail(error);
            return;
        }

        Continue();
    }

    /// <summary>A message of the connection; what is not of this epoch is dropped (rule 2).</summary>
    public void Deliver(SessionProtocol message)
    {
        if (message.Epoch != Epoch || _finished) return;
        switch (message)
        {
            case SessionProtocol.Input input:
                if (_channels[input.Channel] is { } fed && !TryFeed(fed, input)) return;
                break;
            case SessionProtocol.OutputCredit credit:
                if (_channels[credit.Channel] is { } credited) credited.CreditTo = credit.Credit;
                break;
            case SessionProtocol.InputEnded ended:
                // What was left of the input is looked at once more, now as all there is.
                if (_channels[ended.Channel] is { } closed) (closed.InputEnded, closed.Examined) = (true, 0);
                break;
            case SessionProtocol.Event occurred:
                Note(occurred.Occurrence);
                (_events ??= new()).Enqueue((occurred.Id, occurred.Occurrence));
                break;
            case SessionProtocol.ChannelListening listening:
                CompleteListen(listening);
                return;
            case SessionProtocol.Draining draining:
                _draining = draining.Remaining;
                break;
            case SessionProtocol.Stop:
                _stopping = true;
                break;
            case SessionProtocol.Ended ended:
                Conclude(ended.Reason);
                break;
        }

        Continue();
    }

    private void Conclude(string reason)
    {
        _endReason = reason;
        _stop.Cancel();
        _listening?.TrySetCanceled();
    }

    /// <summary>A way that lost something in the middle must not be mistaken for the stream: the incarnation ends, and the next one gets everything again.</summary>
    private bool TryFeed(SessionChannel channel, SessionProtocol.Input input)
    {
        if (input.Offset == channel.InputOffset + channel.Input.Length)
        {
            channel.Input.Append(input.Bytes);
            return true;
        }

        host.Send(new SessionProtocol.Failed(Epoch, onInput: false, serviceFailing: false, $"input of channel {channel.Id} is missing before offset {input.Offset}"));
        _stop.Cancel();
        Finish();
        return false;
    }

    /// <summary>Asks for a step from any thread.</summary>
    public void Wake()
    {
        // A turn looks for the request once more before it ends, so a wake-up from inside of it needs no message.
        if (Interlocked.Exchange(ref _wakeRequested, 1) == 0 && Volatile.Read(ref _turnThread) != Environment.CurrentManagedThreadId) host.PostContinue();
    }

    /// <summary>Runs steps until there is nothing to do, one is awaited, or this turn was long enough.</summary>
    public void Continue()
    {
        Volatile.Write(ref _turnThread, Environment.CurrentManagedThreadId);
        RunTurn();
        Volatile.Write(ref _turnThread, 0);
    }

    private void RunTurn()
    {
        for (var steps = 0; !StepPending && !_finished; steps++)
        {
            if (_endReason is null && host.IsCutOff) Conclude(SessionEnds.LinkLost);
            if (_endReason is not null && _step != StepKind.Closed)
            {
                // The connection goes on in another incarnation: only the last one is told that it is over.
                if (_endReason is SessionEnds.Replaced or SessionEnds.Transferred or SessionEnds.LinkLost)
                {
                    Finish();
                    return;
                }

                Run(StepKind.Closed, Client, 0, null);
                continue;
            }

            // After a committed close, transfer or start of TLS the session is over (rules 4 and 12): the rest of the input is not its own. It hears of its end soon.
            if (_over) return;

            if (_stopping)
            {
                host.Send(new SessionProtocol.Stopped(Epoch));
                Finish();
                return;
            }

            if (steps == StepsPerTurn)
            {
                host.PostContinue();
                return;
            }

            if (!TryRunNext()) return;
        }
    }

    /// <summary>The stuck step is given up with this incarnation.</summary>
    public void TimeOutStep(long step)
    {
        if (!StepPending || step != _stepNumber || _finished) return;
        var error = new TimeoutException("the step took longer than Flow:StepTimeout");
        host.StepEnds(error);
        if (_step == StepKind.Closed || _endReason is not null) Finish();
        else Fail(error);
    }

    /// <summary>Ends the use of the steps' token; the session itself belongs to whoever made it.</summary>
    public void Dispose()
    {
        // Whoever registered for the end hears of it also when the session was stopped without one.
        if (!_stop.IsCancellationRequested) _stop.Cancel();
        _stop.Dispose();
    }

    public SessionChannel? FindChannel(int id) => id is >= 0 and < LedgerLimits.MaxChannels ? _channels[id] : null;

    /// <summary>Whether these bytes are part of this step's input from the client, which nobody will ever change. What comes over further channels is read into memory that is used again.</summary>
    public bool IsInput(ReadOnlyMemory<byte> bytes)
    {
        if (_stepChannel.Id != 0 || !MemoryMarshal.TryGetArray(bytes, out var segment)) return false;
        foreach (var chunk in _stepInput)
        {
            if (MemoryMarshal.TryGetArray(chunk, out var input) && ReferenceEquals(input.Array, segment.Array)) return true;
        }

        return false;
    }

    /// <summary>What an event says about channels is known before its step runs.</summary>
    private void Note(SessionEvent occurrence)
    {
        switch (occurrence)
        {
            case SessionEvent.ChannelOpened opened when _channels[opened.Channel] is { } channel:
                (channel.Status, channel.Local, channel.Peer) = (ChannelStatus.Open, opened.Local, opened.Peer);
                break;
            case SessionEvent.ChannelClosed closed when _channels[closed.Channel] is { } channel:
                channel.Status = ChannelStatus.Ended;
                break;
        }
    }

    private void Fail(Exception error)
    {
        StepPending = false;
        var onInput = _step is StepKind.Input or StepKind.InputEnded or StepKind.Event;
        host.Send(new SessionProtocol.Failed(Epoch, onInput, host.RecordFailure(error), $"{error.GetType().Name}: {error.Message}") { EventId = _stepEventId });
        _stop.Cancel();
        Finish();
    }

    private void Finish()
    {
        if (_finished) return;
        _finished = true;
        host.Finished();
    }
}
