namespace SocketGateway.Protocols.Contract;

/// <summary>The incarnations of the session: opened, lost, replaced, given up.</summary>
internal sealed partial class ConnectionLedger
{
    private long _attemptDue = long.MaxValue;
    private long _openDue = long.MaxValue;
    private long _suspect;

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
        _effects.Note(_start == StartKind.Resumed && !_justSecured ? LedgerNote.Resumed : LedgerNote.Opened, Service);
        _justSecured = false;
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            if (_channels[channel] is not { } account) continue;
            account.Replay(channel, Epoch, _effects);
            Grant(channel, account, 1);
            if (account.Status == ChannelStatus.Open) ReadOn(channel, account);
        }

        if (_drainUntil < long.MaxValue) TellDraining(now);
        if (_events is null) return;
        foreach (var (id, occurrence) in _events.All) _effects.Send(new SessionProtocol.Event(Epoch, id, occurrence));
    }

    /// <summary>The service does not take the session: tried again, spaced, within the hold time (rule 15).</summary>
    public void Refused(SessionProtocol.Refused message, long now)
    {
        if (message.Epoch != Epoch || Phase != LedgerPhase.Opening) return;
        _effects.Note(LedgerNote.Lost, message.Reason);
        Replace(now);
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
            _effects.Note(LedgerNote.Poisoned, message.Error);
            End(CloseReasons.PoisonInput, now);
            return;
        }

        ReplaceOrEnd(now);
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

    /// <summary>The session ended between two steps because it was asked to: the next incarnation goes on at once.</summary>
    public void Stopped(int epoch, long now)
    {
        if (epoch != Epoch || Phase != LedgerPhase.Serving) return;
        _recovery.Progress(consumed: false);
        OpenNext(now);
    }

    private void ReplaceOrEnd(long now)
    {
        if (_resumable) Replace(now);
        else End(CloseReasons.ServiceFailed, now);
    }

    private void Replace(long now)
    {
        if (Phase == LedgerPhase.Serving || Phase == LedgerPhase.Opening) _effects.Send(new SessionProtocol.Ended(Epoch, "replaced"));
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
