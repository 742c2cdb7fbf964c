namespace SocketGateway.Protocols.Contract;

/// <summary>
/// All bookkeeping of one connection, and the only authority on it: offsets, epochs, windows, replay, channels, timers, recovery, close.
/// Events in, effects out, without actors, I/O or clock; it changes itself, so that nothing is allocated on the byte path.
/// <code>
///            Open              Opened                 committed close
/// (accept) --------> Opening ----------> Serving ---------------------> Closing --> Ended
///      \___ Securing __^   \              |  |  lost, failed                ^
///                     |    \ refused, late  v                              |
///                     +------------------- Held --(hold time, poison)--> Failing
/// </code>
/// <c>now</c> is in milliseconds of the connection's own monotonic clock.
/// </summary>
internal sealed partial class ConnectionLedger
{
    private readonly LedgerLimits _limits;
    private readonly ILedgerEffects _effects;
    private readonly RecoveryPolicy _recovery;
    private readonly ChannelLedger _client;
    private readonly ChannelLedger?[] _channels = new ChannelLedger?[LedgerLimits.MaxChannels];
    private ConnectionInfo _info;
    private TimerTable? _timers;
    private PendingEvents? _events;
    private SessionState? _state;
    private StartKind _start = StartKind.New;
    private long _lastCommit;
    private int _inputWindow;
    private byte _writable;
    private bool _resumable = true;
    private bool _worksInSilence;
    private string _endReason = CloseReasons.None;
    private long _lastActivity;

    public ConnectionLedger(ConnectionInfo info, string service, LedgerLimits limits, ILedgerEffects effects)
    {
        (_info, Service, _limits, _effects) = (info, service, limits, effects);
        _recovery = new RecoveryPolicy(limits);
        _inputWindow = limits.InputWindow;
        _client = new ChannelLedger
        {
            Status = ChannelStatus.Open,
            Local = info.Sockets.Local,
            Peer = info.Sockets.Peer,
            Granted = limits.OutputWindow,
            Adopted = true,
        };
        _channels[0] = _client;
    }

    public LedgerPhase Phase { get; private set; } = LedgerPhase.Accepted;
    public int Epoch { get; private set; }
    public string Service { get; private set; }
    public string? Alias { get; private set; }
    public long LastCommit => _lastCommit;

    /// <summary>Bytes that arrived, over all channels.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Bytes that sockets took, over all channels.</summary>
    public long BytesSent { get; private set; }

    public ConnectionInfo Info => _info;
    public ChannelLedger Client => _client;
    public int InputWindow => _inputWindow;
    public double PoisonCount => _recovery.PoisonCount;
    public bool IsSuspect => _recovery.IsSuspect;
    public bool IsOnProbation => _recovery.IsOnProbation;

    /// <summary>Bytes that an earlier incarnation had been given and that the current one was given again.</summary>
    public long BytesReplayed { get; private set; }
    public SessionState? State => _state;

    /// <summary>Nothing is held, everything committed is with the socket, and the session does nothing that cannot be seen from here.</summary>
    public bool IsIdle => Phase == LedgerPhase.Serving && !_worksInSilence && _client.HeldBytes == 0 && _client.Unacknowledged == 0 && _channels.AsSpan(1).IndexOfAnyExcept((ChannelLedger?)null) < 0;

    /// <summary>What the connection keeps in memory because somebody has not taken it yet.</summary>
    public long BufferedBytes
    {
        get
        {
            long bytes = _state?.Data.Length ?? 0;
            foreach (var account in _channels)
            {
                if (account is not null) bytes += account.HeldBytes + account.Unacknowledged;
            }

            return bytes;
        }
    }

    /// <summary>A full output window is the client's doing, whatever else waits behind it.</summary>
    public HeldUpBy HeldUpBy =>
        Phase >= LedgerPhase.Closing ? HeldUpBy.Nobody
        : _client.Emitted >= _client.Granted ? HeldUpBy.Client
        : Phase == LedgerPhase.Held || _client.HeldBytes >= _inputWindow ? HeldUpBy.Service
        : HeldUpBy.Nobody;

    /// <summary>A channel's account; null when there is no such channel.</summary>
    public ChannelLedger? Account(int channel) => _channels[channel];

    /// <summary>The connection was accepted: the first session is opened and the first read asked for, after the handshake of a TLS connection.</summary>
    public void Start(long now, bool tls = false)
    {
        _lastActivity = now;
        if (tls)
        {
            Secure();
            return;
        }

        OpenNext(now);
        ReadOn(0, _client);
    }

    /// <summary>Bytes arrived on a channel; they are kept until committed (rule 7).</summary>
    public void Received(int channel, ReadOnlyMemory<byte> bytes, long now)
    {
        if (_channels[channel] is not { Status: ChannelStatus.Open } account || Phase == LedgerPhase.Ended) return;
        account.Reading = false;
        _lastActivity = now;
        if (account.ShutdownSent || Phase >= LedgerPhase.Closing)
        {
            // After a close input is read and discarded, so that the peer can finish writing and see our FIN (rule 12).
            account.Reading = true;
            _effects.Read(channel);
            return;
        }

        if (account.InputEnded) return;
        var offset = account.Arrived;
        account.Append(bytes);
        BytesReceived += bytes.Length;
        ReadOn(channel, account);
        if (Phase == LedgerPhase.Serving) _effects.Send(new SessionProtocol.Input(Epoch, channel, offset, bytes));
    }

    /// <summary>The peer ended its side; the end takes one position after the last byte (rule 9).</summary>
    public void InputEnded(int channel, long now)
    {
        if (_channels[channel] is not { Status: ChannelStatus.Open, InputEnded: false } account) return;
        account.Reading = false;
        account.InputEnded = true;
        _lastActivity = now;
        if (Phase == LedgerPhase.Serving) _effects.Send(new SessionProtocol.InputEnded(Epoch, channel, account.Arrived));
    }

    /// <summary>Bytes of a channel that had to wait are with its socket.</summary>
    public void Written(int channel, long bytes, long now)
    {
        // The last acknowledgements of a channel may come after its end was reported.
        if (_channels[channel] is not { Status: ChannelStatus.Open } account || Phase == LedgerPhase.Ended) return;
        account.Acknowledge(bytes);
        BytesSent += bytes;
        _lastActivity = now;
        if (account.Closing || (channel == 0 && Phase >= LedgerPhase.Closing)) ContinueClose(channel, account, now);
        else if (Phase == LedgerPhase.Serving) Grant(channel, account, _limits.OutputWindow / 2);
    }

    /// <summary>Applies a commit if it is the next one of the current epoch; else drops it, and a wrong one costs the session its epoch (rule 3).</summary>
    public void Commit(Commit commit, long now)
    {
        if (commit.Epoch != Epoch || Phase != LedgerPhase.Serving)
        {
            if (Phase < LedgerPhase.Closing && (commit.Epoch < Epoch || Phase == LedgerPhase.Held)) _effects.Note(LedgerNote.Fenced, "");
            return;
        }

        if (commit.Number != _lastCommit + 1 || !Accepts(commit) || !TryTakeEvent(commit.HandledEvent))
        {
            _effects.Note(LedgerNote.InvalidCommit, $"commit {commit.Number} after {_lastCommit}");
            ReplaceOrEnd(now);
            return;
        }

        _lastCommit = commit.Number;
        _start = StartKind.Resumed;
        if (commit.State is not null) _state = commit.State;
        _writable = commit.Writable;
        var consumed = Apply(commit.Primary, now);
        if (commit.Others is { } others)
        {
            foreach (ref readonly var delta in others.AsSpan()) consumed |= Apply(delta, now);
        }

        _recovery.Progress(_suspect == 0 ? consumed : commit.HandledEvent == _suspect);
        if (commit.Effects is { } effects) Perform(effects, now);
    }

    /// <summary>Whatever a session that is wrong, or not what it says, may send: nothing of a commit is applied before all of it was looked at.</summary>
    private bool Accepts(Commit commit)
    {
        if (commit.Primary.Channel != 0 || !_client.Accepts(commit.Primary)) return false;
        if (commit.State?.Data.Length > _limits.MaxState) return false;
        var (output, seen) = ((long)commit.Primary.Output.Length, 0);
        if (commit.Others is { } others)
        {
            foreach (ref readonly var delta in others.AsSpan())
            {
                if (!IsFurther(delta.Channel) || _channels[delta.Channel] is not { } account || !account.Accepts(delta)) return false;

                // Twice the same channel would be twice the same offsets.
                if ((seen & (1 << delta.Channel)) != 0) return false;
                seen |= 1 << delta.Channel;
                output += delta.Output.Length;
            }
        }

        return output <= _limits.MaxCommit && (commit.Effects is not { } effects || NamesChannels(effects));
    }

    private bool TryTakeEvent(long id)
    {
        if (id == 0) return true;
        if (_events is null || !_events.TryTake(id, out var occurrence)) return false;
        if (occurrence is SessionEvent.ChannelClosed closed) _channels[closed.Channel] = null;
        return true;
    }

    private bool Apply(in ChannelDelta delta, long now)
    {
        // The event that a commit handles may have been the end of the very channel it names.
        if (_channels[delta.Channel] is not { } account) return false;
        var consumed = delta.InputTo > delta.InputFrom || (delta.EndConsumed && !account.EndConsumed);
        if (consumed)
        {
            account.Consume(delta.InputTo);
            account.EndConsumed |= delta.EndConsumed;
            ReadOn(delta.Channel, account);
        }

        if (delta.Output.Length > 0) Emit(delta.Channel, account, delta.Output, now);
        return consumed;
    }

    private void Emit(int channel, ChannelLedger account, ReadOnlyMemory<byte> output, long now)
    {
        _lastActivity = now;
        if (account.Status != ChannelStatus.Open)
        {
            account.EmitIntoVoid(output.Length);
            Grant(channel, account, 1);
            return;
        }

        var taken = _effects.Write(channel, output);
        account.Emit(output.Length, taken);
        if (taken == 0) return;
        BytesSent += taken;
        Grant(channel, account, _limits.OutputWindow / 2);
    }

    private void ReadOn(int channel, ChannelLedger account)
    {
        if (account.Reading || account.InputEnded || account.HeldBytes >= _inputWindow) return;
        account.Reading = true;
        _effects.Read(channel);
    }

    private void Grant(int channel, ChannelLedger account, int atLeast)
    {
        var credit = account.Acknowledged + _limits.OutputWindow;
        if (credit - account.Granted < atLeast) return;
        account.Granted = credit;
        _effects.Send(new SessionProtocol.OutputCredit(Epoch, channel, credit));
    }
}
