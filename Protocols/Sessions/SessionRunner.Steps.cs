using System.Buffers;
using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>One step: run, and committed. All that a step asks for is kept here until then.</summary>
internal sealed partial class SessionRunner
{
    private StepKind _step;
    private SessionChannel _stepChannel = null!;
    private ReadOnlySequence<byte> _stepInput;
    private SessionEvent? _stepEvent;
    private long _stepEventId;
    private long _stepNumber;
    private long _consumed;
    private CommitEffects? _effects;
    private bool _inStep;
    private Task<SessionChannel>? _listen;
    private TaskCompletionSource<SessionChannel>? _listening;

    public void RequireStep()
    {
        if (!_inStep || _step is StepKind.Resumed or StepKind.Closed)
        {
            throw new SessionException("only a step can write, consume, or change state; OnResumedAsync and OnClosedAsync are none");
        }
    }

    public OutputBuffer Writing(SessionChannel channel)
    {
        RequireStep();
        if (channel.Closing || channel.Status is ChannelStatus.Listening or ChannelStatus.Connecting)
        {
            throw new SessionException($"channel {channel.Id} is not open for output");
        }

        return channel.Written;
    }

    public void Consume(long bytes)
    {
        RequireStep();
        if (bytes < 0 || _consumed + bytes > _stepInput.Length) throw new SessionException("more consumed than there is input in this step");
        _consumed += bytes;
    }

    public void SetAlias(string? alias)
    {
        RequireStep();
        Alias = string.IsNullOrEmpty(alias) ? null : alias;
        Effects.Alias = alias ?? "";
    }

    public void SetTimer(string name, TimeSpan? due)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RequireStep();
        if (due is not null && _timers?.Count >= TimerTable.MaxTimers && !_timers.ContainsKey(name))
        {
            throw new SessionException($"more than {TimerTable.MaxTimers} timers");
        }

        Effects.Timers.Add((name, due));

        // The commit that ends this step is the timer's generation.
        if (due is null) _timers?.Remove(name);
        else (_timers ??= [])[name] = _lastCommit + 1;
    }

    public void Close(string reason)
    {
        RequireStep();
        Effects.Close = reason;
    }

    public void Transfer(string service)
    {
        RequireStep();
        Effects.Transfer = service;
    }

    public void CloseChannel(SessionChannel channel, bool reset)
    {
        RequireStep();
        if (channel.Id == 0) throw new SessionException("the client's channel is closed with Session.Close or Abort");
        if (channel.Closing) return;
        channel.Closing = true;
        Effects.Closes.Add((channel.Id, reset));
    }

    public SessionChannel Connect(IPEndPoint peer)
    {
        RequireStep();
        var channel = AddChannel(ChannelStatus.Connecting);
        channel.Peer = peer;
        Effects.Connects.Add((channel.Id, peer));
        return channel;
    }

    public Task<SessionChannel> ListenAsync()
    {
        RequireStep();
        if (_listening is not null) throw new SessionException("one port at a time: await the first");
        var channel = AddChannel(ChannelStatus.Listening);
        _listening = new TaskCompletionSource<SessionChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        _listen = _listening.Task;
        host.Send(new SessionProtocol.OpenChannel(Epoch, channel.Id));
        return _listen;
    }

    /// <summary>The awaited step is over.</summary>
    public void CompleteStep(Exception? error)
    {
        if (!StepPending || _finished) return;
        StepPending = false;
        host.StepEnds(error);
        if (_endReason is not null && _step != StepKind.Closed) _inStep = false;
        else if (error is not null) FailStep(error);
        else CommitStep();
        Continue();
    }

    private CommitEffects Effects => _effects ??= new CommitEffects();

    private void Run(StepKind kind, SessionChannel channel, long eventId, SessionEvent? occurrence)
    {
        (_step, _stepChannel, _stepEventId, _stepEvent, _consumed, _effects, _inStep) = (kind, channel, eventId, occurrence, 0, null, true);
        _stepInput = kind is StepKind.Input or StepKind.Wake ? channel.Input.Sequence : default;
        _stepNumber++;
        host.StepBegins(kind);
        ValueTask task;
        try
        {
            task = Invoke();
            if (task.IsCompleted)
            {
                task.GetAwaiter().GetResult();
                host.StepEnds(null);
                CommitStep();
                return;
            }
        }
        catch (Exception error)
        {
            host.StepEnds(error);
            FailStep(error);
            return;
        }

        StepPending = true;
        if (!session.UnboundedSteps) host.WatchStep(_stepNumber);
        _ = AwaitStep(task);
    }

    private async Task AwaitStep(ValueTask task)
    {
        Exception? error = null;
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
        }

        host.PostStepCompleted(error);
    }

    private ValueTask Invoke()
    {
        var stop = _stop.Token;
        switch (_step)
        {
            case StepKind.Input when _stepChannel.Id == 0:
                return session.OnInputAsync(_stepInput, stop);
            case StepKind.Input:
                return session.OnChannelInputAsync(_stepChannel, _stepInput, stop);
            case StepKind.InputEnded when _stepChannel.Id == 0:
                return session.OnInputEndedAsync(stop);
            case StepKind.InputEnded:
                return session.OnChannelInputEndedAsync(_stepChannel, stop);
            case StepKind.Writable:
                _stepChannel.WantsWritable = false;
                return session.OnWritableAsync(_stepChannel, _stepChannel.Credit, stop);
            case StepKind.Wake:
                return session.OnWakeAsync(stop);
            case StepKind.Greeting:
                return session.OnOpenedAsync(stop);
            case StepKind.Resumed:
                return session.OnResumedAsync(stop);
            case StepKind.Draining:
                var remaining = _draining!.Value;
                _draining = null;
                return session.OnDrainingAsync(remaining, stop);
            case StepKind.Closed:
                return session.OnClosedAsync(_endReason!);
            default:
                return InvokeEvent(stop);
        }
    }

    private ValueTask InvokeEvent(CancellationToken stop)
    {
        switch (_stepEvent)
        {
            case SessionEvent.TimerDue due:
                _timers!.Remove(due.Name);
                return session.OnTimerAsync(due.Name, stop);
            case SessionEvent.Pushed pushed:
                return session.OnMessageAsync(pushed.Message, stop);
            case SessionEvent.ChannelOpened opened when _channels[opened.Channel] is { } channel:
                return session.OnChannelOpenedAsync(channel, stop);
            case SessionEvent.ChannelClosed closed when _channels[closed.Channel] is { } channel:
                return session.OnChannelClosedAsync(channel, closed.Flushed, closed.Acknowledged, closed.Reason, stop);
            default:
                return default;
        }
    }

    private void FailStep(Exception error)
    {
        _inStep = false;
        if (_step == StepKind.Closed) Finish();
        else Fail(error);
    }

    private void CommitStep()
    {
        // What a silent client sent last must not stay alive until it sends again.
        (_inStep, _stepInput) = (false, default);
        if (_step is StepKind.Resumed) return;
        if (_step is StepKind.Closed)
        {
            Finish();
            return;
        }

        if (_listening is not null)
        {
            FailStep(new SessionException("the step ended while it opened a port: await ListenAsync"));
            return;
        }

        try
        {
            Send();
        }
        catch (Exception error)
        {
            FailStep(error);
        }
    }

    private void Send()
    {
        var endConsumed = _step == StepKind.InputEnded;
        if (endConsumed) _consumed = _stepChannel.Input.Length;
        var state = session.CaptureState(_open!.MaxState);
        var changed = _consumed > 0 || endConsumed || state is not null || _stepEventId != 0 || _effects is not null;
        var (output, writable) = (0L, (byte)0);
        foreach (var channel in _channels)
        {
            if (channel is null) continue;
            output += channel.Written.Count;
            if (channel.WantsWritable) writable |= (byte)(1 << channel.Id);
        }

        if (output > _open.MaxCommit) throw new SessionException($"the step wrote {output} bytes, more than Flow:MaxCommit ({_open.MaxCommit}): use RequestWritable");
        if (_step == StepKind.Input && _consumed == 0) LeaveInput();
        if (!changed && output == 0 && _effects is null && writable == _committedWritable) return;
        var commit = new Commit(Epoch, ++_lastCommit)
        {
            Primary = Delta(Client, endConsumed),
            Others = OtherDeltas(endConsumed),
            State = state,
            HandledEvent = _stepEventId,
            Writable = _committedWritable = writable,
            Effects = _effects,
        };
        AfterCommit();
        _over = _effects is { Close: not null } or { Transfer: not null };
        host.Send(commit);
    }

    /// <summary>The step took nothing of its input: it runs again when there is more, or when another step may have changed its mind.</summary>
    private void LeaveInput()
    {
        _stepChannel.Examined = _stepChannel.Input.Length;
        if (_stepChannel.Examined < _window || WaitsForSomething || _effects is { Close: not null } or { Transfer: not null }) return;
        Effects.Close = CloseReasons.MessageTooLarge;
    }

    private ChannelDelta Delta(SessionChannel channel, bool endConsumed)
    {
        var mine = channel == _stepChannel;
        var from = channel.InputOffset;
        var outputFrom = channel.OutputOffset;
        if (mine && _consumed > 0)
        {
            channel.Input.Advance(_consumed);
            channel.InputOffset += _consumed;
        }

        channel.EndConsumed |= mine && endConsumed;
        channel.OutputOffset += channel.Written.Count;
        return new ChannelDelta
        {
            Channel = channel.Id,
            InputFrom = from,
            InputTo = channel.InputOffset,
            EndConsumed = channel.EndConsumed,
            OutputFrom = outputFrom,
            Output = channel.Written.Count == 0 ? default : channel.Written.Detach(),
        };
    }

    private ChannelDelta[]? OtherDeltas(bool endConsumed)
    {
        List<ChannelDelta>? others = null;
        for (var i = 1; i < _channels.Length; i++)
        {
            if (_channels[i] is { } channel && (channel == _stepChannel || channel.Written.Count > 0)) (others ??= []).Add(Delta(channel, endConsumed));
        }

        return others?.ToArray();
    }

    private void AfterCommit()
    {
        var progressed = _step != StepKind.Input || _consumed > 0;
        foreach (var channel in _channels)
        {
            if (channel is null) continue;
            if (channel != _stepChannel || progressed) channel.Examined = 0;
        }

        if (_stepEvent is SessionEvent.ChannelClosed closed) _channels[closed.Channel] = null;
    }

    private SessionChannel AddChannel(ChannelStatus status)
    {
        for (var i = 1; i < _channels.Length; i++)
        {
            if (_channels[i] is null) return _channels[i] = new SessionChannel(this, i) { Status = status };
        }

        throw new SessionException($"the session has its {LedgerLimits.MaxChannels} channels already");
    }

    private void CompleteListen(SessionProtocol.ChannelListening message)
    {
        if (_listening is not { } listening || _channels[message.Channel] is not { } channel) return;
        _listening = null;
        if (message.Local is { } local)
        {
            channel.Local = local;
            Effects.Adopted.Add(channel.Id);
            listening.SetResult(channel);
        }
        else
        {
            _channels[channel.Id] = null;
            listening.SetException(new SessionException($"no port could be opened: {message.Error}"));
        }
    }
}
