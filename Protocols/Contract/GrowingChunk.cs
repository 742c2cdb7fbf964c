namespace SocketGateway.Protocols.Contract;

/// <summary>
/// Small arrivals, copied together. A client that sends byte by byte would otherwise cost an array and its bookkeeping for each byte that waits, many times what the
/// windows count. What was handed out is never touched again: only bytes behind it are added.
/// </summary>
internal sealed class GrowingChunk
{
    /// <summary>Arrivals of fewer bytes than this are worth the copy.</summary>
    public const int Small = 256;

    private const int Size = 1024;

    private readonly byte[] _bytes = new byte[Size];
    private int _count;

    public GrowingChunk(ReadOnlySpan<byte> first)
    {
        first.CopyTo(_bytes);
        _count = first.Length;
    }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Small || bytes.Length > Size - _count) return false;
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
        return true;
    }
}
