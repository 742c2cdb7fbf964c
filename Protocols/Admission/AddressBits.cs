using System.Buffers.Binary;
using System.Net;

namespace SocketGateway.Protocols.Admission;

/// <summary>An address as a number of its own family. An IPv4 client that a socket for both families shows as IPv6 (RFC 4291, 2.5.5.2) is an IPv4 one.</summary>
internal readonly record struct AddressBits(bool IsVersion4, UInt128 Value)
{
    private const int NetworkShift = 64;

    public static AddressBits Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        if (length == 4) return new AddressBits(true, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return address.IsIPv4MappedToIPv6 ? new AddressBits(true, (uint)value) : new AddressBits(false, value);
    }

    /// <summary>What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 one, since whoever has one address of such a network has them all.</summary>
    public AddressBits Client => IsVersion4 ? this : this with { Value = Value >> NetworkShift << NetworkShift };
}
