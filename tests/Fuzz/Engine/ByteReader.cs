namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Reads an input as a program: each choice and each number is made of its next bytes. Behind the end everything is 0.</summary>
internal sealed class ByteReader(IReadOnlyList<byte[]> packets)
{
    /// <summary>Where the long runs come from: shared, so that what a run allocates is the target's doing alone.</summary>
    private static readonly byte[] Zeros = new byte[1 << 20];

    private readonly byte[] _bytes = [.. packets.SelectMany(packet => packet)];
    private int _at;

    public bool AtEnd => _at >= _bytes.Length;

    public byte Byte() => AtEnd ? (byte)0 : _bytes[_at++];

    public bool Flag() => (Byte() & 1) != 0;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Byte() % choices.Length];

    /// <summary>Mostly what is right, sometimes a little beside it, sometimes far away.</summary>
    public long Near(long right) => Byte() switch
    {
        < 160 => right,
        < 180 => right + 1,
        < 200 => right - 1,
        < 210 => 0,
        < 220 => -1,
        < 230 => long.MaxValue,
        < 240 => long.MinValue,
        _ => right + (sbyte)Byte(),
    };

    /// <summary>Up to 255 bytes of the input, or up to 1 MiB of zeros.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var size = Byte();
        if (size >= 250) return Zeros.AsMemory(0, 1 << (10 + (2 * (size - 250))));
        var from = _at;
        _at = Math.Min(_bytes.Length, _at + size);
        return _bytes.AsMemory(from, Math.Max(0, _at - from));
    }
}
