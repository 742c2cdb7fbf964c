using System.Buffers.Binary;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// Frames out of a byte stream, in which each follows its length: 4 bytes, little-endian. What came in one piece is a slice of what came, without a copy; at most one frame is put together.
/// </summary>
/// <param name="maxFrame">The longest frame in bytes.</param>
internal sealed class FrameAssembler(int maxFrame)
{
    /// <summary>Bytes before each frame.</summary>
    public const int PrefixBytes = sizeof(int);

    private readonly byte[] _prefix = new byte[PrefixBytes];
    private byte[]? _frame;
    private int _filled;

    /// <summary>What is wrong with the stream, after which there is no next frame; null while all is well.</summary>
    public string? Error { get; private set; }

    public static void WritePrefix(Span<byte> prefix, int frameLength) => BinaryPrimitives.WriteInt32LittleEndian(prefix, frameLength);

    /// <summary>The next frame, and the bytes that follow it; false when all bytes were taken and more are needed, or with an <see cref="Error"/>.</summary>
    /// <param name="bytes">What has arrived and was not taken yet; never written to afterwards.</param>
    /// <param name="frame">Valid for as long as <paramref name="bytes"/> are.</param>
    public bool TryTake(ref ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (Error is not null) return false;
        if (_frame is null)
        {
            if (!TryTakeLength(ref bytes, out var length)) return false;
            if (length is < 1 || length > maxFrame)
            {
                Error = $"a frame of {length} bytes";
                return false;
            }

            if (bytes.Length >= length)
            {
                (frame, bytes) = (bytes[..length], bytes[length..]);
                return true;
            }

            _frame = GC.AllocateUninitializedArray<byte>(length);
        }

        Fill(_frame, ref bytes);
        if (_filled < _frame.Length) return false;
        frame = _frame;
        (_frame, _filled) = (null, 0);
        return true;
    }

    private bool TryTakeLength(ref ReadOnlyMemory<byte> bytes, out int length)
    {
        length = 0;
        Fill(_prefix, ref bytes);
        if (_filled < PrefixBytes) return false;
        _filled = 0;
        length = BinaryPrimitives.ReadInt32LittleEndian(_prefix);
        return true;
    }

    private void Fill(byte[] target, ref ReadOnlyMemory<byte> bytes)
    {
        var count = Math.Min(target.Length - _filled, bytes.Length);
        bytes.Span[..count].CopyTo(target.AsSpan(_filled));
        _filled += count;
        bytes = bytes[count..];
    }
}
