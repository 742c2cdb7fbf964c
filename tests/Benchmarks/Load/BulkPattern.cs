namespace SocketGateway.Benchmarks.Load;

/// <summary>The bytes of a bulk transfer, by their position: a piece that comes again and again, so that neither end keeps what it sends or reads.</summary>
internal static class BulkPattern
{
    /// <summary>Bytes after which it comes again, and the most that one system call moves.</summary>
    public const int Period = 256 * 1024;

    private static readonly byte[] Piece = [.. Enumerable.Range(0, Period).Select(At)];

    /// <summary>What comes next at a position, up to the end of the piece or of what is left.</summary>
    public static ReadOnlySpan<byte> From(long position, long left)
    {
        var start = (int)(position % Period);
        return Piece.AsSpan(start, (int)Math.Min(Period - start, left));
    }

    /// <summary>Room for the bytes that come next at a position.</summary>
    public static Span<byte> Room(byte[] piece, long position) => piece.AsSpan((int)(position % Period));

    /// <summary>Whether the last byte before a position is where it belongs: whatever was lost, doubled or moved on the way shows in time.</summary>
    public static bool Fits(byte[] piece, long position)
    {
        var last = (int)((position - 1) % Period);
        return piece[last] == Piece[last];
    }

    private static byte At(int position) => (byte)(position * 31 + (position >> 8) + (position >> 16) * 7);
}
