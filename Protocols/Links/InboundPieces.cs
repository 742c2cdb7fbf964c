namespace SocketGateway.Protocols.Links;

/// <summary>Puts together the one message of a kind that arrives in pieces. The array grows with what has arrived, whatever was announced.</summary>
internal sealed class InboundPieces
{
    private byte[] _bytes = [];
    private EntryKind _kind;
    private ulong _connection;
    private int _total;
    private int _length;

    /// <summary>Takes a piece.</summary>
    /// <param name="entry">A first or a further one.</param>
    /// <param name="maxMessage">The largest message that there may be.</param>
    /// <param name="whole">All of the message, with the last piece of it; else empty.</param>
    /// <returns>What is wrong with this piece; null when nothing is.</returns>
    public string? Add(in FrameEntry entry, int maxMessage, out ReadOnlyMemory<byte> whole)
    {
        whole = default;
        if ((entry.Kind & EntryKind.First) != 0)
        {
            if (_total != 0) return "a message begins before the last one is complete";
            if (entry.Total > maxMessage) return "a message is too large";
            if (entry.Total == 0) return "an empty message";
            (_kind, _connection, _total, _length) = (entry.Kind & EntryKind.Node, entry.Connection, entry.Total, 0);
        }
        else if (_total == 0 || (entry.Kind & EntryKind.Node) != _kind || entry.Connection != _connection)
        {
            return "a piece of no message";
        }

        var needed = (long)_length + entry.Bytes.Length;
        if (needed > _total) return "pieces of more than the message";
        if (needed > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(_total, Math.Max(needed, 2L * _bytes.Length)));
        entry.Bytes.Span.CopyTo(_bytes.AsSpan(_length));
        _length = (int)needed;
        if (_length < _total) return null;
        whole = _bytes.AsMemory(0, _length);

        // The array belongs to the message from here on: its payloads are slices of it.
        (_bytes, _total, _length) = ([], 0, 0);
        return null;
    }
}
