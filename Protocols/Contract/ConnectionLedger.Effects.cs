using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>What commits ask for beside bytes, the channels that they open, and events.</summary>
internal sealed partial class ConnectionLedger
{
    /// <summary>Queues a message to the session; false when 64 wait already, or nobody is there to take it.</summary>
    public bool Push(PushMessage message)
    {
        if (Phase >= LedgerPhase.Closing || _events?.Pushes >= LedgerLimits.MaxWaitingPushes) return false;
        Raise(new SessionEvent.Pushed(message));
        return true;
    }

    /// <summary>The session wants a listening channel in mid-step; it lives on only if a commit adopts it (rule 10).</summary>
    public void OpenChannel(SessionProtocol.OpenChannel message)
    {
        if (message.Epoch != Epoch || Phase != LedgerPhase.Serving) return;
        if (!IsFurther(message.Channel) || _channels[message.Channel] is not null)
        {
            _effects.Send(new SessionProtocol.ChannelListening(Epoch, message.Channel, null, "channel_in_use"));
            return;
        }

        _channels[message.Channel] = new ChannelLedger { Status = ChannelStatus.Listening };
        _effects.Listen(message.Channel, message.Tls);
    }

    /// <summary>A channel's port is open, or could not be.</summary>
    public void Listening(int channel, IPEndPoint? local, string? error)
    {
        if (_channels[channel] is not { Status: ChannelStatus.Listening } account) return;
        account.Local = local;
        if (local is null) _channels[channel] = null;
        if (Phase == LedgerPhase.Serving) _effects.Send(new SessionProtocol.ChannelListening(Epoch, channel, local, error));
    }

    /// <summary>A channel's connection is there.</summary>
    public void ChannelUp(int channel, IPEndPoint local, IPEndPoint peer)
    {
        if (_channels[channel] is not { Status: ChannelStatus.Listening or ChannelStatus.Connecting } account) return;
        (account.Status, account.Local, account.Peer) = (ChannelStatus.Open, local, peer);
        Raise(new SessionEvent.ChannelOpened(channel, local, peer));
        if (Phase == LedgerPhase.Serving) Grant(channel, account, 1);
        ReadOn(channel, account);
    }

    /// <summary>A channel's socket is gone: orderly, after everything was flushed, or not. The client's own ends the connection.</summary>
    public void ChannelDown(int channel, bool orderly, string reason, long now)
    {
        if (_channels[channel] is not { } account || account.Status == ChannelStatus.Ended || Phase == LedgerPhase.Ended) return;
        var flushed = orderly && account.Unacknowledged == 0;
        account.Status = ChannelStatus.Ended;
        account.CloseDue = long.MaxValue;
        if (channel == 0)
        {
            Finish(Phase == LedgerPhase.Failing ? _endReason : flushed && Phase == LedgerPhase.Closing ? _endReason : reason);
            return;
        }

        var acknowledged = account.Acknowledged;
        account.EmitIntoVoid(0);
        if (Phase >= LedgerPhase.Closing) return;
        Raise(new SessionEvent.ChannelClosed(channel, flushed, acknowledged, reason));
        if (Phase == LedgerPhase.Serving) Grant(channel, account, 1);
        _lastActivity = now;
    }

    private static bool IsFurther(int channel) => channel is >= 1 and < LedgerLimits.MaxChannels;

    private static bool NamesChannels(CommitEffects effects) =>
        effects.Adopted.TrueForAll(IsFurther) && effects.Connects.TrueForAll(connect => IsFurther(connect.Channel)) && effects.Closes.TrueForAll(close => IsFurther(close.Channel));

    private void Raise(SessionEvent occurrence)
    {
        var id = (_events ??= new PendingEvents()).Add(occurrence);
        if (Phase == LedgerPhase.Serving) _effects.Send(new SessionProtocol.Event(Epoch, id, occurrence));
    }

    private void Perform(CommitEffects effects, long now)
    {
        foreach (var (name, due) in effects.Timers)
        {
            _timers ??= new TimerTable();
            _events?.ForgetTimer(name);
            if (due is { } delay) _timers.Set(name, _lastCommit, now + Math.Max(0, (long)delay.TotalMilliseconds));
            else _timers.Clear(name);
            Schedule(_timers.NextDue);
        }

        foreach (var channel in effects.Adopted)
        {
            if (_channels[channel] is { } account) account.Adopted = true;
        }

        foreach (var (channel, peer, tls) in effects.Connects)
        {
            if (_channels[channel] is not null) continue;
            _channels[channel] = new ChannelLedger { Status = ChannelStatus.Connecting, Peer = peer, Adopted = true };
            _effects.Connect(channel, peer, tls);
        }

        foreach (var (channel, reset) in effects.Closes) CloseChannel(channel, reset, now);
        if (effects.Alias is { } alias)
        {
            Alias = alias.Length == 0 ? null : alias;
            _effects.Note(LedgerNote.Alias, alias);
        }

        if (effects.Close is { } reason) Close(reason, now);
        else if (effects.Transfer is { } service) Transfer(service, now);
        else if (effects.StartTls) StartTls(now);
    }

    private void Transfer(string service, long now)
    {
        _effects.Send(new SessionProtocol.Ended(Epoch, SessionEnds.Transferred));
        (Service, _start, _writable) = (service, StartKind.Transferred, 0);
        _effects.Note(LedgerNote.Transferred, service);
        OpenNext(now);
    }

    private void DropUnadopted()
    {
        for (var channel = 1; channel < _channels.Length; channel++)
        {
            if (_channels[channel] is not { Adopted: false }) continue;
            _channels[channel] = null;
            _events?.ForgetChannel(channel);
            _effects.Reset(channel);
        }
    }
}
