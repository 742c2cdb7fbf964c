namespace SocketGateway.Protocols.Contract;

/// <summary>The incarnations of the session: opened, lost, replaced, given up.</summary>
internal sealed partial class ConnectionLedger
{
    /// <summary>Input that no commit has consumed for this long waits for more of it; nobody works on it.</summary>
    private const long SuspectTime = 10_000;

    private long _attemptDue = long.MaxValue;
    private long _openDue = long.MaxValue;
    private long _suspect;
    private long _given;
    private string? _refusal;

    /// <summary>The session is ready: it gets everything that was not committed (rules 2 and 7).</summary>
    public void Opened(SessionProtocol.Opened message, long now)
    {
        if (message.Epoch != Epoch || Phase != LedgerPhase.Opening) return;
        Phase = LedgerPhase.Serving;
        _openDue = long.MaxValue;
        _resumable = message.Resumable && _limits.Resume;
        _worksInSilence = message.WorksInSilence;
        if (message.MaxMessage > 0) _inputWindow = Math.Max(_inputWindow, _limits.WindowFor(message.MaxMessage));

        _recovery.Opened(now);
        _lastActivity = now;
        ScheduleIdle();
        (BytesReplayed, _given, _refusal) = (_given, 0, null);
        _effects.Note(_moved ? LedgerNote.Moved : _start == StartKind.Resumed && !_justSecured ? LedgerNote.Resumed : LedgerNote.Opened, Service);
        (_justSecured, _moved) = (false, false);
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            if (_channels[channel] is not { } account) continue;
            account.Replay(channel, Epoch, _effects);
            Grant(channel, account, 1);
            if (account.Status == ChannelStatus.Open) ReadOn(channel, account);
        }

        if (_drainUntil < long.MaxValue) TellDraining(now);
        if (_events is not null)
        {
            foreach (var (id, occurrence) in _events.All) _effects.Send(new SessionProtocol.Event(Epoch, id, occurrence));
        }

        if (now < _leaveUntil) AskForPlace(now);
    }

    /// <summary>The service does not take the session: tried again, spaced, within the hold time (rule 15).</summary>
    public void Refused(SessionProtocol.Refused message, long now)
    {
        if (message.Epoch != Epoch || Phase != LedgerPhase.Opening) return;
        _effects.Note(LedgerNote.Refused, message.Reason);
        Replace(now, message.Reason);
    }

    /// <summary>The session's step failed (rule 14).</summary>
    public void Failed(SessionProtocol.Failed message, long now)
    {
        if (message.Epoch != Epoch || Phase is not (LedgerPhase.Opening or LedgerPhase.Serving)) return;
        _effects.Note(message.ServiceFailing ? LedgerNote.ServiceFailing : LedgerNote.Lost, message.Error);
        if (message.ServiceFailing)
        {
            _recovery.ForgetPoison();
        }
        else if (message.OnInput && CountPoison(message.EventId))
        {
            EndPoisoned(message.Error, now);
            return;
        }

        ReplaceOrEnd(now);
    }

    private void EndPoisoned(string why, long now)
    {
        _effects.Note(LedgerNote.Poisoned, why);
        End(CloseReasons.PoisonInput, now);
    }

    /// <summary>Crashes count for the very input or event that they began on: a timer that works in between does not make a line less poisonous.</summary>
    private bool CountPoison(long suspect)
    {
        if (suspect != _suspect) _recovery.ForgetPoison();
        _suspect = suspect;
        return _recovery.CountPoison();
    }

    /// <summary>The session is gone without a word.</summary>
    public void Lost(int epoch, string why, long now)
    {
        if (epoch != Epoch || Phase is not (LedgerPhase.Opening or LedgerPhase.Serving)) return;
        _effects.Note(LedgerNote.Lost, why);
        ReplaceOrEnd(now);
    }

    /// <summary>
    /// The way to the session's node is gone. <paramref name="crashed"/>: the process ended, so that what the session worked on may have been the cause (rule 14).
    /// </summary>
    public void NodeLost(int epoch, string why, bool crashed, long now)
    {
        if (epoch != Epoch || Phase is not (LedgerPhase.Opening or LedgerPhase.Serving)) return;
        _effects.Note(LedgerNote.Lost, why);
        if (crashed && Phase == LedgerPhase.Serving && TryFindSuspect(now, out var suspect) && CountLostNode(suspect))
        {
            EndPoisoned(why, now);
            return;
        }

        ReplaceOrEnd(now, CloseReasons.NodeLost);
    }

    private bool CountLostNode(long suspect)
    {
        if (suspect != _suspect) _recovery.ForgetPoison();
        _suspect = suspect;
        return _recovery.CountLostNode();
    }

    /// <summary>
    /// What the session was probably working on: an event, for these do not wait long, or input, unless it has waited so long that it is half a line whose rest the client
    /// still owes.
    /// </summary>
    private bool TryFindSuspect(long now, out long suspect)
    {
        suspect = 0;
        if (_events is { All: { Count: > 0 } waiting })
        {
            suspect = _recovery.PoisonCount > 0 && (_suspect == 0 || _events.Contains(_suspect)) ? _suspect : waiting[0].Id;
            if (suspect != 0) return true;
        }

        return HeldBytes > 0 && now - _lastActivity < SuspectTime;
    }

    private void ReplaceOrEnd(long now, string reason = CloseReasons.ServiceFailed)
    {
        if (_resumable) Replace(now);
        else End(reason, now);
    }

    private void Replace(long now, string? refusal = null)
    {
        (_refusal, _moved) = (refusal, false);
        if (Phase == LedgerPhase.Serving || Phase == LedgerPhase.Opening) _effects.Send(new SessionProtocol.Ended(Epoch, SessionEnds.Replaced));
        if (Phase == LedgerPhase.Serving) _given = HeldBytes;
        _attemptDue = _recovery.NextAttempt(now, Phase == LedgerPhase.Serving);
        _openDue = long.MaxValue;
        Phase = LedgerPhase.Held;
        Schedule(_recovery.HoldDue);
        if (_attemptDue <= now) OpenNext(now);
        else Schedule(_attemptDue);
    }

    /// <summary>A timer that fired belongs to the session until a commit has handled it; without it here the repeated event would look outdated.</summary>
    private TimerSnapshot[] SnapshotTimers(long now)
    {
        var running = _timers?.Snapshot(now) ?? [];
        return _events is null ? running : [.. running, .. _events.FiredTimers()];
    }

    private void OpenNext(long now)
    {
        _attemptDue = long.MaxValue;
        (_moveStep, _moveDue, _leaveUntil) = (MoveStep.Stays, long.MaxValue, long.MinValue);
        _toldToEnd = false;
        Epoch++;
        if (!_recovery.CountEpoch(now))
        {
            // The last incarnation has ended, or was told to, and this one has no session yet: there is nobody to tell.
            Phase = LedgerPhase.Held;
            End(CloseReasons.UnstableService, now);
            return;
        }

        DropUnadopted();
        Phase = LedgerPhase.Opening;
        _openDue = now + _limits.OpenTimeout;
        Schedule(_openDue);
        var channels = new List<ChannelSnapshot>(1);
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            if (_channels[channel] is not { } account) continue;
            var snapshot = account.Snapshot(channel, _limits.OutputWindow);
            account.Granted = snapshot.Credit;
            channels.Add(snapshot);
        }

        _effects.Note(LedgerNote.Opening, Service);
        _effects.Open(new SessionProtocol.Open(Epoch)
        {
            Connection = _info,
            Service = Service,
            Start = _start,
            LastCommit = _lastCommit,
            State = _state,
            Channels = [.. channels],
            Timers = SnapshotTimers(now),
            Writable = _writable,
            Alias = Alias,
            InputWindow = _limits.InputWindow,
            MaxCommit = _limits.MaxCommit,
            MaxState = _limits.MaxState,
        });
    }
}
