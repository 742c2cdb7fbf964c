using System.Buffers;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>One step: begun, awaited if need be, and over.</summary>
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
    private TaskCompletionSource<SessionChannel>? _listening;

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
}
