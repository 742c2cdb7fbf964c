using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// Reads the primitives of the wire format. The first error stays: everything read after it is empty, and nothing throws, whatever the bytes are. Nothing that is read
/// takes more memory than a small multiple of the bytes it is read from.
/// </summary>
internal ref struct LinkReader(ReadOnlyMemory<byte> bytes)
{
    private readonly ReadOnlyMemory<byte> _memory = bytes;
    private readonly ReadOnlySpan<byte> _bytes = bytes.Span;
    private int _at;

    /// <summary>What is wrong; null as long as nothing is.</summary>
    public string? Error { get; private set; }

    public readonly int Remaining => _bytes.Length - _at;

    public readonly bool AtEnd => Error is null && Remaining == 0;

    public void Fail(string error)
    {
        Error ??= error;
        _at = _bytes.Length;
    }

    public byte Byte()
    {
        if (_at < _bytes.Length) return _bytes[_at++];
        Fail("cut off");
        return 0;
    }

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => Wrong<bool>("a flag"),
    };

    /// <summary>Only the shortest form of a number is one, so that there is one encoding of everything.</summary>
    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            if ((next == 0 && shift > 0) || (shift == 63 && next > 1)) return Wrong<ulong>("a number");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return Error is null ? value : 0;
        }

        return Wrong<ulong>("a number");
    }

    public long Int64() => (long)Varint();

    public int Int32()
    {
        var value = Varint();
        return value <= uint.MaxValue ? (int)value : Wrong<int>("a number");
    }

    /// <summary>How many entries follow, each of at least <paramref name="leastBytes"/>: never more than there can be in the bytes at hand.</summary>
    public int Count(int leastBytes)
    {
        var count = Varint();
        return count <= (ulong)(Remaining / leastBytes) ? (int)count : Wrong<int>("a count");
    }

    public ushort Fixed16() => Take(2, out var from) ? BinaryPrimitives.ReadUInt16LittleEndian(from.Span) : (ushort)0;

    public ulong Fixed64() => Take(8, out var from) ? BinaryPrimitives.ReadUInt64LittleEndian(from.Span) : 0;

    public ReadOnlyMemory<byte> Raw(int length) => Take(length, out var from) ? from : default;

    /// <summary>A slice of what is read, not a copy.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Varint();
        return length <= (ulong)Remaining ? Raw((int)length) : Wrong<ReadOnlyMemory<byte>>("cut off");
    }

    public string? Text()
    {
        var length = Varint();
        if (length == 0) return null;
        if (length - 1 > (ulong)Remaining) return Wrong<string?>("cut off");
        var text = Raw((int)length - 1).Span;
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Wrong<string?>("not UTF-8");
    }

    /// <summary>A text that must be there.</summary>
    public string Word()
    {
        var text = Text();
        if (text is null) Fail("a text is missing");
        return text ?? "";
    }

    public IPEndPoint? EndPoint()
    {
        var kind = Byte();
        if (kind == 0) return null;
        if (kind is not (4 or 6)) return Wrong<IPEndPoint?>("an address");
        var address = Raw(kind == 4 ? 4 : 16);
        var scope = kind == 6 ? Varint() : 0;
        var port = Fixed16();
        if (scope > uint.MaxValue) Fail("an address");
        if (Error is not null) return null;
        return new IPEndPoint(kind == 4 ? new IPAddress(address.Span) : new IPAddress(address.Span, (long)scope), port);
    }

    /// <summary>An end point that must be there.</summary>
    public IPEndPoint Socket()
    {
        var endPoint = EndPoint();
        if (endPoint is null) Fail("an address is missing");
        return endPoint ?? new IPEndPoint(IPAddress.None, 0);
    }

    /// <summary>An error, in place of a value.</summary>
    public T Wrong<T>(string error)
    {
        Fail(error);
        return default!;
    }

    private bool Take(int length, out ReadOnlyMemory<byte> from)
    {
        from = default;
        if (length > Remaining) return Wrong<bool>("cut off");
        from = _memory.Slice(_at, length);
        _at += length;
        return true;
    }
}
