namespace SocketGateway.Protocols.Contract;

/// <summary>How a connection and its channels end (rules 12 and 13), and the clock's part in everything.</summary>
internal sealed partial class ConnectionLedger
{
    private const long FlushCheckInterval = 20;

    /// <summary>The instant at which <see cref="Tick"/> has something to do; it may come early, never late.</summary>
    public long NextDue { get; private set; } = long.MaxValue;

    /// <summary>Ends the connection with an error: committed output is flushed, then the socket is reset, so that the client sees no false FIN.</summary>
    public void End(string reason, long now)
    {
        if (Phase >= LedgerPhase.Closing) return;
        if (Phase is LedgerPhase.Opening or LedgerPhase.Serving) _effects.Send(new SessionProtocol.Ended(Epoch, reason));
        Phase = LedgerPhase.Failing;
        _endReason = reason;
        ContinueClose(0, _client, now);
    }

    /// <summary>Ends the connection in an orderly way from the gateway's side, for example when it is idle.</summary>
    public void CloseOrderly(string reason, long now)
    {
        if (Phase >= LedgerPhase.Closing) return;
        if (Phase is LedgerPhase.Opening or LedgerPhase.Serving) _effects.Send(new SessionProtocol.Ended(Epoch, reason));
        Phase = LedgerPhase.Closing;
        _endReason = reason;
        ContinueClose(0, _client, now);
    }

    /// <summary>Ends the connection at once, whatever waits: the last word of a gateway that must stop.</summary>
    public void Abort(string reason)
    {
        if (Phase == LedgerPhase.Ended) return;
        _effects.Reset(0);
        Finish(reason);
    }

    /// <summary>Tells the session, and each that follows it, that the gateway closes (rule 16): once.</summary>
    public void Drain(TimeSpan remaining, long now)
    {
        if (_drainUntil < long.MaxValue) return;
        _drainUntil = now + (long)remaining.TotalMilliseconds;
        if (Phase == LedgerPhase.Serving) TellDraining(now);
    }

    /// <summary>A limit of the gateway's own, and neither side, keeps a channel's bytes from moving: nobody's time runs out over that. To be told before each <see cref="Tick"/>.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="output">Its output waits; else only its input.</param>
    /// <param name="now">The instant.</param>
    public void Throttled(int channel, bool output, long now)
    {
        _lastActivity = now;
        if (output && _channels[channel] is { CloseDue: < long.MaxValue } account) account.CloseDue = now + _limits.CloseTimeout;
    }

    /// <summary>The clock: fires what is due and computes the next instant.</summary>
    public void Tick(long now)
    {
        if (Phase == LedgerPhase.Ended) return;
        if (_timers is not null)
        {
            while (Phase < LedgerPhase.Closing && _timers.TryTakeDue(now, out var name, out var generation)) Raise(new SessionEvent.TimerDue(name, generation));
        }

        if (Phase is (LedgerPhase.Held or LedgerPhase.Opening) && now >= _recovery.HoldDue) End(RefusalReasons.CloseReasonOf(_refusal), now);
        if (Phase == LedgerPhase.Opening && now >= _openDue)
        {
            _effects.Note(LedgerNote.Lost, "no answer to Open");
            Replace(now);
        }

        if (Phase == LedgerPhase.Held && now >= _attemptDue) OpenNext(now);
        if (Phase == LedgerPhase.Serving && _moveDue <= now) ContinueMove(now);
        if (Phase == LedgerPhase.Serving && IdleDue <= now) EndIdle(now);
        if (Phase == LedgerPhase.Failing && now >= _flushCheckDue) ResetWhenSent(now);
        for (var channel = 1; channel < _channels.Length; channel++)
        {
            if (_channels[channel] is { } account && now >= account.CloseDue) ResetChannel(channel, account, now);
        }

        if (Phase != LedgerPhase.Ended && now >= _client.CloseDue && !ClientStillTakes(now))
        {
            _effects.Reset(0);
            Finish(_endReason.Length > 0 ? _endReason : CloseReasons.CloseTimeout);
        }

        Reschedule();
    }

    /// <summary>A reset makes the kernel drop what it has not sent, so committed output is waited for until the client has it.</summary>
    private void ResetWhenSent(long now)
    {
        var unsent = _effects.Unsent(0);
        if (unsent > 0)
        {
            if (unsent < _unsentAtClose) _client.CloseDue = now + _limits.CloseTimeout;
            _unsentAtClose = unsent;
            _flushCheckDue = now + FlushCheckInterval;
            Schedule(_flushCheckDue);
            return;
        }

        _effects.Reset(0);
        Finish(_endReason);
    }

    /// <summary>Input that no commit consumed is lost with the connection, and the client must see that (rule 13).</summary>
    private void EndIdle(long now)
    {
        if (_client.HeldBytes > 0) End(CloseReasons.IdleTimeout, now);
        else CloseOrderly(CloseReasons.IdleTimeout, now);
    }

    /// <summary>After the last write only the kernel knows whether the client goes on acknowledging.</summary>
    private bool ClientStillTakes(long now)
    {
        if (!_client.ShutdownSent && Phase != LedgerPhase.Failing) return false;
        var unsent = _effects.Unsent(0);
        var progress = unsent > 0 && unsent < _unsentAtClose;
        _unsentAtClose = unsent;
        if (progress) _client.CloseDue = now + _limits.CloseTimeout;
        return progress;
    }

    private void TellDraining(long now) => _effects.Send(new SessionProtocol.Draining(Epoch, TimeSpan.FromMilliseconds(Math.Max(0, _drainUntil - now))));

    private long _unsentAtClose = long.MaxValue;
    private long _flushCheckDue = long.MaxValue;
    private long _drainUntil = long.MaxValue;

    private long IdleDue => _limits.IdleTimeout == 0 ? long.MaxValue : _lastActivity + _limits.IdleTimeout;

    private void ScheduleIdle() => Schedule(IdleDue);

    private void Schedule(long due) => NextDue = Math.Min(NextDue, due);

    private void Reschedule()
    {
        NextDue = long.MaxValue;
        if (Phase == LedgerPhase.Ended) return;
        if (_timers is not null && Phase < LedgerPhase.Closing) Schedule(_timers.NextDue);
        if (Phase is LedgerPhase.Held or LedgerPhase.Opening)
        {
            Schedule(_recovery.HoldDue);
            Schedule(_attemptDue);
            Schedule(_openDue);
        }

        if (Phase == LedgerPhase.Serving)
        {
            ScheduleIdle();
            Schedule(_moveDue);
        }

        if (Phase == LedgerPhase.Failing) Schedule(_flushCheckDue);
        foreach (var account in _channels)
        {
            if (account is not null) Schedule(account.CloseDue);
        }
    }

    private void Close(string reason, long now)
    {
        if (reason.Length > 0) End(reason, now);
        else CloseOrderly(CloseReasons.None, now);
    }

    private void CloseChannel(int channel, bool reset, long now)
    {
        if (channel == 0 || _channels[channel] is not { } account || account.Status == ChannelStatus.Ended) return;
        if (account.Status != ChannelStatus.Open)
        {
            account.Closing = true;
            _effects.Reset(channel);
            ChannelDown(channel, orderly: !reset, CloseReasons.None, now);
        }
        else if (reset)
        {
            ResetChannel(channel, account, now);
        }
        else
        {
            account.Closing = true;
            ContinueClose(channel, account, now);
        }
    }

    private void ResetChannel(int channel, ChannelLedger account, long now)
    {
        account.Closing = true;
        _effects.Reset(channel);
        ChannelDown(channel, orderly: false, CloseReasons.ConnectionReset, now);
    }

    /// <summary>
    /// A close goes on whenever the socket takes bytes, and gets <see cref="LedgerLimits.CloseTimeout"/> anew each time; when all are taken it is
    /// FIN for an orderly close, and a reset for an ending with an error.
    /// </summary>
    private void ContinueClose(int channel, ChannelLedger account, long now)
    {
        account.CloseDue = now + _limits.CloseTimeout;
        Schedule(account.CloseDue);

        // A client that writes before it reads takes our output only when its own is taken: from here on input is read and discarded.
        if (channel == 0 && account.Unacknowledged > 0) ReadToEnd(channel, account);
        if (account.Unacknowledged > 0 || account.ShutdownSent) return;
        if (channel == 0) _unsentAtClose = _effects.Unsent(0);
        if (channel == 0 && Phase == LedgerPhase.Failing)
        {
            ResetWhenSent(now);
            return;
        }

        account.ShutdownSent = true;

        // All is with the kernel, and a reset would make a slow reader lose what it has yet to read. For a further channel the session decides when to give up.
        if (channel > 0) account.CloseDue = long.MaxValue;
        _effects.Shutdown(channel);
        ReadToEnd(channel, account);
    }

    private void ReadToEnd(int channel, ChannelLedger account)
    {
        if (account.Reading || account.InputEnded) return;
        account.Reading = true;
        _effects.Read(channel);
    }

    private void Finish(string reason)
    {
        if (Phase == LedgerPhase.Ended) return;
        if (Phase is LedgerPhase.Opening or LedgerPhase.Serving) _effects.Send(new SessionProtocol.Ended(Epoch, reason));
        Phase = LedgerPhase.Ended;
        for (var channel = 1; channel < _channels.Length; channel++)
        {
            if (_channels[channel] is null) continue;
            _channels[channel] = null;
            _effects.Reset(channel);
        }

        NextDue = long.MaxValue;
        _effects.Ended(reason);
    }
}
