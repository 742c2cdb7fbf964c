using System.Diagnostics.CodeAnalysis;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// All bookkeeping of one end of one link (rules 18 to 20): its number, windows, fair queues, pieces, acknowledgements and silence. Events in, effects out, without actors,
/// I/O or clock; it changes itself, so that nothing is allocated for a frame.
/// <code>
///   (new) --Start--> Greeting --Hello, Welcome--> Up --+--> Down
///                        \_____________________________/   silence, Gone, a hole, a malformed frame, Lose
/// </code>
/// <c>now</c> is in milliseconds of the node's monotonic clock.
/// </summary>
internal sealed partial class LinkLedger
{
    private readonly LinkRole _role;
    private readonly NodeId _self;
    private readonly LinkLimits _limits;
    private readonly ILinkEffects _effects;
    private bool _started;
    private bool _down;
    private long _lastSent;
    private long _late;

    /// <summary>One end of a new link. A gateway draws the number at random; a service node makes its end for the Hello that it peeked at (<see cref="TryPeekHello"/>) with the number in that.</summary>
    public LinkLedger(LinkRole role, NodeId self, LinkLimits limits, ILinkEffects effects, ulong number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxFrame, LeastFrame, nameof(limits));

        // Or the acknowledgement that half a window asks for could come too late for the next whole frame.
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Window, 2 * limits.MaxFrame, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxMessage, FrameEntry.MaxLength, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Quantum, 1, nameof(limits));
        (_role, _self, _limits, _effects, Number) = (role, self, limits, effects, number);
        _frame = new byte[limits.MaxFrame];
        _waiting = new FairQueue(limits.Quantum, _pool);
    }

    /// <summary>Who is at the other end; known once the link is up.</summary>
    public NodeId Peer { get; private set; }

    public ulong Number { get; }

    public bool IsUp { get; private set; }

    /// <summary>What exactly was wrong, for the log, when the link is down; may be empty.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>The instant at which <see cref="Tick"/> has something to do; it may come early, never late.</summary>
    public long NextDue => !_started || _down ? long.MaxValue : Math.Min(_lastSent + _limits.Heartbeat, SilenceDue);

    /// <summary>The instant at which the last frame of the other end arrived; at first that of <see cref="Start"/>.</summary>
    public long LastHeard { get; private set; }

    /// <summary>Something waits that <see cref="Flush"/> could send now.</summary>
    public bool HasWork => !_down && (_owesAcknowledgement || (IsUp && Waiting > 0 && WindowIsOpen));

    public LinkStatistics Statistics =>
        new(_framesSent, _framesReceived, _bytesSent, _bytesReceived, _messagesSent, _messagesReceived, _unacknowledged, Waiting, _windowStalls);

    private long SilenceDue => LastHeard + _limits.Timeout + _late;

    /// <summary>A gateway says hello; a service node waits for one.</summary>
    public void Start(long now)
    {
        (_started, LastHeard, _lastSent) = (true, now, now);
        if (_role == LinkRole.Gateway) Greet(new LinkControl.Hello(_self, Number), now);
    }

    /// <summary>The clock. <paramref name="late"/>: by how much this tick came later than it was due, which is nobody else's fault (rule 20).</summary>
    public void Tick(long now, long late)
    {
        if (!_started || _down) return;
        _late += Math.Max(0, late);
        if (now >= SilenceDue)
        {
            Break(LinkReasons.Timeout, $"nothing heard for {now - LastHeard} ms");
            return;
        }

        Flush(now);
        if (now >= _lastSent + _limits.Heartbeat) SendEmpty(now);
    }

    /// <summary>The way to the other end is known to be gone.</summary>
    public void Lose(string reason)
    {
        if (!_down) End(reason, "");
    }

    /// <summary>This end stops, and the other end is told.</summary>
    public void Leave(string reason)
    {
        if (!_down) Break(reason, "");
    }

    /// <summary>The link ends by this end's judgement, and the other end, should it hear, needs not find out by itself.</summary>
    private void Break(string reason, string detail)
    {
        _effects.SendFrame(MakeGone(Number));
        End(reason, detail);
    }

    private void End(string reason, string detail)
    {
        (_down, IsUp, Detail) = (true, false, detail);
        _urgent.Clear();
        _waiting.Clear();
        _urgentPieces.End();
        _pieces.End();
        _effects.Down(reason);
    }

    /// <summary>The number in a frame, of whatever version.</summary>
    public static bool TryPeekNumber(ReadOnlyMemory<byte> frame, out ulong link) => FrameHeader.TryPeek(frame.Span, out _, out link, out _);

    /// <summary>Whether this is the first frame of a link, and whose. One of another wire version is not: it is answered as any of an unknown number.</summary>
    public static bool TryPeekHello(ReadOnlyMemory<byte> frame, out NodeId from, out ulong link)
    {
        (from, link) = (default, 0);
        var reader = new LinkReader(frame);
        var header = FrameHeader.Read(ref reader);
        if (reader.Error is not null || header is not { Number: 1, Kind: var kind } || (kind & FrameKind.Entries) == 0) return false;
        var entry = FrameEntry.Read(ref reader);
        if (reader.Error is not null || entry.Kind != EntryKind.Node) return false;
        if (!LinkCodec.TryRead(entry.Bytes, out LinkControl? message, out _) || message is not LinkControl.Hello hello || hello.Link != header.Link) return false;
        (from, link) = (hello.From, header.Link);
        return true;
    }

    /// <summary>The answer to a frame whose number is not, or no longer, that of a link here; none for a frame that is such an answer itself, or no frame.</summary>
    public static bool TryMakeGone(ReadOnlyMemory<byte> frame, [NotNullWhen(true)] out byte[]? gone)
    {
        gone = null;
        if (!FrameHeader.TryPeek(frame.Span, out _, out var link, out var isGone) || isGone) return false;
        gone = MakeGone(link);
        return true;
    }

    private static byte[] MakeGone(ulong link)
    {
        Span<byte> room = stackalloc byte[FrameHeader.MaxBytes];
        var writer = new LinkWriter(room);
        new FrameHeader(link, FrameKind.Gone, 0, 0).Write(ref writer);
        return room[..(int)writer.Length].ToArray();
    }
}
