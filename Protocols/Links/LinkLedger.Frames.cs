namespace SocketGateway.Protocols.Links;

/// <summary>The frame that is being filled: urgent messages, then sessions by turns; messages are encoded right here, and nowhere before.</summary>
internal sealed partial class LinkLedger
{
    /// <summary>Pieces are not made smaller than this to fill up a frame.</summary>
    private const int LeastPiece = 512;

    private readonly byte[] _frame;
    private readonly OutboundPieces _pieces = new();
    private readonly OutboundPieces _urgentPieces = new();
    private int _at;

    private enum Placing
    {
        Placed,
        FrameIsFull,

        /// <summary>It needs pieces, and another's are under way.</summary>
        Waits,
        TooLarge,
    }

    /// <summary>What a frame without entries has room for at least, for one message with its head.</summary>
    private int MostWhole => _limits.MaxFrame - FrameHeader.MaxBytes;

    private void BeginFrame()
    {
        var writer = new LinkWriter(_frame);
        new FrameHeader(Number, FrameKind.Entries, _sent + 1, _received).Write(ref writer);
        _at = (int)writer.Length;
    }

    private void Fill()
    {
        while (_urgent.TryPeek(out var message))
        {
            var placing = Place(message, _urgentPieces, EntryKind.Urgent);
            if (placing == Placing.FrameIsFull) return;
            if (placing == Placing.Placed && message.Begun && _urgentPieces.Message is not null) continue;
            _urgent.Dequeue();
            Finish(message, placing);
            _pool.Return(message);
        }

        while (true)
        {
            if (_pieces.Message is null) _waiting.Unpark();
            if (!_waiting.TryPeek(out var queue)) return;
            var message = queue.First!;
            var before = _at;
            var placing = Place(message, _pieces, EntryKind.Session);
            if (placing == Placing.FrameIsFull) return;
            if (placing == Placing.Waits)
            {
                _waiting.Park();
                continue;
            }

            queue.Deficit -= _at - before;
            if (placing == Placing.Placed && message.Begun && _pieces.Message is not null) continue;
            var wasCut = message.Begun;
            Finish(message, placing);
            _waiting.Take(queue);

            // One of those that were parked meanwhile comes before its next.
            if (wasCut) _waiting.Pass();
        }
    }

    private void Finish(OutboundMessage message, Placing placing)
    {
        if (placing == Placing.Placed) _messagesSent++;
        else if (message.Message is { } refused) _effects.TooLarge(message.Connection, refused.Epoch, (int)Math.Min(message.Length, int.MaxValue));
    }

    private Placing Place(OutboundMessage message, OutboundPieces pieces, EntryKind lane)
    {
        if (message.Begun) return PlacePiece(message, pieces, lane);
        if (TryPlaceWhole(message)) return Placing.Placed;
        if (message.Length > _limits.MaxMessage) return Placing.TooLarge;
        if (FrameEntry.HeadLength(message.Kind) + message.Length <= MostWhole) return Placing.FrameIsFull;
        if (pieces.Message is not null) return Placing.Waits;
        if (RoomForPiece(message, lane | EntryKind.First) < LeastPieceOf(message.Length)) return Placing.FrameIsFull;
        pieces.Begin(message);
        return PlacePiece(message, pieces, lane);
    }

    /// <summary>Encodes the message into the rest of the frame; if it does not fit, its length is known afterwards, and the frame is as it was.</summary>
    private bool TryPlaceWhole(OutboundMessage message)
    {
        var head = FrameEntry.HeadLength(message.Kind);
        var room = _limits.MaxFrame - _at - head;
        if (room < 0 || message.Length > room)
        {
            if (message.Length == 0) Count(message);
            return false;
        }

        var body = new LinkWriter(_frame.AsSpan(_at + head, room));
        message.Write(ref body);
        message.Length = body.Length;
        if (!body.Fits || message.Length > _limits.MaxMessage) return false;
        WriteHead(message, message.Kind, 0, (int)message.Length);
        _at += (int)message.Length;
        return true;
    }

    private static void Count(OutboundMessage message)
    {
        var counter = new LinkWriter([]);
        message.Write(ref counter);
        message.Length = counter.Length;
    }

    private Placing PlacePiece(OutboundMessage message, OutboundPieces pieces, EntryKind lane)
    {
        var kind = lane | message.Kind | (pieces.IsFirst ? EntryKind.First : EntryKind.Further);
        var length = Math.Min(RoomForPiece(message, kind), pieces.Remaining);
        if (length < LeastPieceOf(pieces.Remaining)) return Placing.FrameIsFull;
        WriteHead(message, kind, pieces.Total, length);
        pieces.Take(length).CopyTo(_frame.AsSpan(_at));
        _at += length;
        if (pieces.Remaining == 0) pieces.End();
        return Placing.Placed;
    }

    private int RoomForPiece(OutboundMessage message, EntryKind kind) => _limits.MaxFrame - _at - FrameEntry.HeadLength(kind | message.Kind);

    private int LeastPieceOf(long remaining) => (int)Math.Min(remaining, Math.Min(LeastPiece, _limits.MaxFrame / 2));

    private void WriteHead(OutboundMessage message, EntryKind kind, int total, int length)
    {
        var writer = new LinkWriter(_frame.AsSpan(_at));
        FrameEntry.WriteHead(ref writer, kind, message.Connection.Value, total, length);
        _at += (int)writer.Length;
    }
}
