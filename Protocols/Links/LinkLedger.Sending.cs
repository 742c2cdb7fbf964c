using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>What waits, the window, and frames that gather as much as they hold.</summary>
internal sealed partial class LinkLedger
{
    /// <summary>Below this a frame would be little but heads.</summary>
    private const int LeastFrame = 128;

    private readonly MessagePool _pool = new();
    private readonly Queue<OutboundMessage> _urgent = new();
    private readonly FairQueue _waiting;
    private readonly Queue<int> _inFlight = new();
    private long _sent;
    private long _acknowledged;
    private long _unacknowledged;
    private long _sinceWanted;
    private bool _stalled;
    private long _framesSent;
    private long _bytesSent;
    private long _messagesSent;
    private long _windowStalls;

    private int Waiting => _urgent.Count + _waiting.Count;

    /// <summary>There is room for a whole frame.</summary>
    private bool WindowIsOpen => _limits.Window - _unacknowledged >= _limits.MaxFrame;

    /// <summary>
    /// Queues a message of a session. Nothing is sent before <see cref="Flush"/>, so that frames gather what waits. What goes first, and what it makes void, is in README.md.
    /// </summary>
    public void Enqueue(ConnectionId connection, SessionProtocol message)
    {
        if (_down) return;
        switch (message)
        {
            case SessionProtocol.Open or SessionProtocol.Opened:
                _waiting.Drop(connection, message.Epoch);
                break;
            case SessionProtocol.Ended when _role == LinkRole.Gateway:
                _waiting.Drop(connection, message.Epoch + 1L);
                break;
            case SessionProtocol.OutputCredit or SessionProtocol.Refused:
                break;
            default:
                _waiting.Enqueue(connection, message);
                return;
        }

        _urgent.Enqueue(_pool.Take(connection, message));
    }

    /// <summary>Queues a message between the nodes; false when it is larger than <see cref="LinkLimits.MaxMessage"/>, or the link is down.</summary>
    public bool Enqueue(LinkControl message)
    {
        if (_down) return false;
        var counter = new LinkWriter([]);
        LinkCodec.Write(ref counter, message);
        if (counter.Length > _limits.MaxMessage) return false;
        _urgent.Enqueue(_pool.Take(message));
        return true;
    }

    /// <summary>Forgets what waits for a session that is over, except what goes first: the word of its end may be there.</summary>
    public void Forget(ConnectionId connection) => _waiting.Drop(connection, long.MaxValue);

    /// <summary>Sends what waits, as far as the window goes. To be called at the end of each turn with <see cref="HasWork"/>.</summary>
    public void Flush(long now)
    {
        if (!_started || _down) return;
        while (IsUp && Waiting > 0 && WindowIsOpen)
        {
            BeginFrame();
            var empty = _at;
            Fill();

            // Everything that waited was too large.
            if (_at == empty) continue;
            SendFrame(now);
        }

        var stalled = IsUp && Waiting > 0;
        if (stalled && !_stalled) _windowStalls++;
        _stalled = stalled;
        if (_owesAcknowledgement) SendEmpty(now);
    }

    private void Greet(LinkControl message, long now)
    {
        BeginFrame();
        var greeting = _pool.Take(message);
        TryPlaceWhole(greeting);
        _pool.Return(greeting);
        SendFrame(now);
    }

    /// <summary>An acknowledgement, or a heartbeat. It takes no number and nothing of the window, or acknowledgements would ask for acknowledgements.</summary>
    private void SendEmpty(long now)
    {
        Span<byte> room = stackalloc byte[FrameHeader.MaxBytes];
        var writer = new LinkWriter(room);
        new FrameHeader(Number, FrameKind.None, _sent, _received).Write(ref writer);
        Hand(room[..(int)writer.Length], now);
    }

    private void SendFrame(long now)
    {
        _sent++;
        _inFlight.Enqueue(_at);
        _unacknowledged += _at;
        _sinceWanted += _at;
        if (_sinceWanted >= _limits.Window / 2)
        {
            _frame[FrameHeader.KindAt] |= (byte)FrameKind.WantsAcknowledgement;
            _sinceWanted = 0;
        }

        Hand(_frame.AsSpan(0, _at), now);
    }

    private void Hand(ReadOnlySpan<byte> frame, long now)
    {
        _owesAcknowledgement = false;
        _lastSent = now;
        _framesSent++;
        _bytesSent += frame.Length;
        _effects.SendFrame(frame);
    }

    private bool TryAcknowledge(long number)
    {
        if (number < _acknowledged || number > _sent) return false;
        for (; _acknowledged < number; _acknowledged++) _unacknowledged -= _inFlight.Dequeue();
        return true;
    }
}
