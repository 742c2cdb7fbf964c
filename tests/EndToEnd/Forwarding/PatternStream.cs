namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>Pseudo-random streams that both ends know by their numbers: a byte that is lost, doubled or another one shows at its place.</summary>
internal static class PatternStream
{
    /// <summary>What is asked for at once, at most.</summary>
    public const int MaxPiece = 65_536;

    // A prime: neither a buffer's size nor a power of two leads to the same bytes again.
    private const int Period = 1_048_573;

    private static readonly byte[] Bytes = Make();

    /// <summary>The bytes of a stream from an offset on.</summary>
    public static ReadOnlyMemory<byte> At(int stream, long offset, int count) => Bytes.AsMemory((int)(((stream * 7919L) + offset) % Period), count);

    private static byte[] Make()
    {
        var bytes = new byte[Period + MaxPiece];
        new Random(1).NextBytes(bytes.AsSpan(0, Period));
        bytes.AsSpan(0, MaxPiece).CopyTo(bytes.AsSpan(Period));
        return bytes;
    }
}
