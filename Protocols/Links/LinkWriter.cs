using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// Writes the primitives of the wire format into the room there is. What does not fit is not written, and goes on being counted: one pass says how much room a message needs.
/// </summary>
internal ref struct LinkWriter(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    /// <summary>Bytes that everything so far needs, whether it fitted or not.</summary>
    public long Length { get; private set; }

    public readonly bool Fits => Length <= _room.Length;

    public void Byte(byte value)
    {
        if (Length < _room.Length) _room[(int)Length] = value;
        Length++;
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits a byte, the lowest first; at most 10 bytes.</summary>
    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>Nothing here is negative by rights; what is takes 10 bytes.</summary>
    public void Int64(long value) => Varint((ulong)value);

    public void Int32(int value) => Varint((uint)value);

    public void Fixed16(ushort value)
    {
        if (Take(2, out var to)) BinaryPrimitives.WriteUInt16LittleEndian(to, value);
    }

    public void Fixed64(ulong value)
    {
        if (Take(8, out var to)) BinaryPrimitives.WriteUInt64LittleEndian(to, value);
    }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (Take(bytes.Length, out var to)) bytes.CopyTo(to);
    }

    /// <summary>A length, and the bytes.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        Int32(bytes.Length);
        Raw(bytes);
    }

    /// <summary>0 for null, else the length in UTF-8 plus 1, and the text.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Byte(0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Varint((ulong)length + 1);
        if (Take(length, out var to)) Encoding.UTF8.GetBytes(text, to);
    }

    /// <summary>0 for null, else 4 or 6, the address, for 6 its scope, and the port.</summary>
    public void EndPoint(IPEndPoint? endPoint)
    {
        if (endPoint is null)
        {
            Byte(0);
            return;
        }

        Span<byte> address = stackalloc byte[16];
        endPoint.Address.TryWriteBytes(address, out var length);
        var isV6 = endPoint.AddressFamily == AddressFamily.InterNetworkV6;
        Byte(isV6 ? (byte)6 : (byte)4);
        Raw(address[..length]);
        if (isV6) Int64(endPoint.Address.ScopeId);
        Fixed16((ushort)endPoint.Port);
    }

    private bool Take(int length, out Span<byte> to)
    {
        var fits = Length + length <= _room.Length;
        to = fits ? _room.Slice((int)Length, length) : default;
        Length += length;
        return fits;
    }
}
