using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>Frames of the other end: numbers, acknowledgements, entries.</summary>
internal sealed partial class LinkLedger
{
    private readonly InboundPieces _arriving = new();
    private readonly InboundPieces _urgentArriving = new();
    private bool _owesAcknowledgement;
    private long _received;
    private long _framesReceived;
    private long _bytesReceived;
    private long _messagesReceived;

    /// <summary>A frame of the other end.</summary>
    public void Receive(ReadOnlyMemory<byte> frame, long now)
    {
        if (!_started || _down) return;
        if (!FrameHeader.TryPeek(frame.Span, out var version, out var link, out var gone))
        {
            Break(LinkReasons.Malformed, "no header");
            return;
        }

        if (link != Number)
        {
            if (!gone) _effects.SendFrame(MakeGone(link));
            return;
        }

        if (version != FrameHeader.Version) Break(LinkReasons.Version, $"the other end speaks wire version {version}, this one {FrameHeader.Version}");
        else if (gone) End(LinkReasons.Gone, "");
        else if (frame.Length > _limits.MaxFrame) Break(LinkReasons.Malformed, $"a frame of {frame.Length} bytes");
        else Read(frame, now);
    }

    private void Read(ReadOnlyMemory<byte> frame, long now)
    {
        var reader = new LinkReader(frame);
        var header = FrameHeader.Read(ref reader);
        if (reader.Error is { } error)
        {
            Break(LinkReasons.Malformed, error);
            return;
        }

        var hasEntries = (header.Kind & FrameKind.Entries) != 0;
        var expected = hasEntries ? _received + 1 : _received;
        if (header.Number != expected)
        {
            Break(LinkReasons.FrameLost, $"frame {header.Number} where {expected} was next");
            return;
        }

        if (!TryAcknowledge(header.Acknowledged))
        {
            Break(LinkReasons.Malformed, $"frame {header.Acknowledged} is acknowledged, of {_sent}");
            return;
        }

        if (hasEntries == (reader.Remaining == 0))
        {
            Break(LinkReasons.Malformed, hasEntries ? "no entries" : "entries");
            return;
        }

        (_received, LastHeard, _late) = (header.Number, now, 0);
        _framesReceived++;
        _bytesReceived += frame.Length;
        _owesAcknowledgement |= (header.Kind & FrameKind.WantsAcknowledgement) != 0;
        while (reader.Remaining > 0)
        {
            var entry = FrameEntry.Read(ref reader);
            if ((reader.Error ?? Take(entry, now)) is not { } wrong) continue;
            Break(LinkReasons.Malformed, wrong);
            return;
        }

        if (reader.Error is { } atLast) Break(LinkReasons.Malformed, atLast);
    }

    /// <summary>Null, or what is wrong.</summary>
    private string? Take(in FrameEntry entry, long now)
    {
        var bytes = entry.Bytes;
        if (!entry.IsPiece)
        {
            if (bytes.Length > _limits.MaxMessage) return "a message is too large";
        }
        else
        {
            var arriving = (entry.Kind & EntryKind.Urgent) != 0 ? _urgentArriving : _arriving;
            if (arriving.Add(entry, _limits.MaxMessage, out bytes) is { } wrong) return wrong;
            if (bytes.IsEmpty) return null;
        }

        _messagesReceived++;
        if ((entry.Kind & EntryKind.Node) != 0) return TakeControl(bytes, now);
        if (!IsUp) return "a session before the greeting";
        if (!LinkCodec.TryRead(bytes, out SessionProtocol? message, out var error)) return error;
        _effects.Deliver(new ConnectionId(entry.Connection), message!);
        return null;
    }

    private string? TakeControl(ReadOnlyMemory<byte> bytes, long now)
    {
        if (!LinkCodec.TryRead(bytes, out LinkControl? message, out var error)) return error;
        switch (message)
        {
            case LinkControl.Hello hello when !IsUp && _role == LinkRole.Service && hello.Link == Number:
                Greet(new LinkControl.Welcome(_self, hello.From), now);
                Rise(hello.From);
                return null;
            case LinkControl.Welcome welcome when !IsUp && _role == LinkRole.Gateway && welcome.To == _self:
                Rise(welcome.From);
                return null;
            case LinkControl.Hello or LinkControl.Welcome:
                return "a greeting that is not for this link";
            case var _ when !IsUp:
                return "a message before the greeting";
            default:
                _effects.Deliver(message!);
                return null;
        }
    }

    private void Rise(NodeId peer)
    {
        (Peer, IsUp) = (peer, true);
        _effects.Up(peer);
    }
}
