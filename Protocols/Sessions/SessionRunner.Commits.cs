using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>How a step's doings become one numbered commit (rules 3 and 4).</summary>
internal sealed partial class SessionRunner
{
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
        _over = EndsHere;
        host.Send(commit);
    }

    /// <summary>Whatever input is left is not this incarnation's.</summary>
    private bool EndsHere => _effects is { Close: not null } or { Transfer: not null } or { StartTls: true };

    /// <summary>The step took nothing of its input: it runs again when there is more, or when another step may have changed its mind.</summary>
    private void LeaveInput()
    {
        _stepChannel.Examined = _stepChannel.Input.Length;
        if (_stepChannel.Examined < _window || WaitsForSomething || EndsHere) return;
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
}
