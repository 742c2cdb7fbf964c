using System.Buffers.Binary;
using System.Numerics;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>What reading and writing have in common: signatures, sizes in bytes, the checksum.</summary>
internal static class ProxyFormat
{
    /// <summary>The longest line of version 1, its end included (section 2.1).</summary>
    public const int MaxLineBytes = 107;

    /// <summary>The part of version 2 that is always there.</summary>
    public const int FixedBytes = 16;

    /// <summary>What may follow it: addresses and extensions. Our bound; the format has room for 65535.</summary>
    public const int MaxBodyBytes = 4096;

    public const int V4AddressesBytes = 12;
    public const int V6AddressesBytes = 36;
    public const int UnixAddressesBytes = 216;

    public const byte Version = 0x20;

    /// <summary>TCP over IPv4 and IPv6: the address family in the upper half, the transport in the lower.</summary>
    public const byte TcpOverV4 = 0x11;

    /// <summary>See <see cref="TcpOverV4"/>.</summary>
    public const byte TcpOverV6 = 0x21;

    /// <summary>Type and length of an extension.</summary>
    public const int TlvHeaderBytes = 3;

    public const int ChecksumBytes = 4;

    public static ReadOnlySpan<byte> LineSignature => "PROXY "u8;

    public static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>CRC32c (RFC 4960 appendix B) of a header, the four bytes from <paramref name="at"/> on taken as zeros.</summary>
    public static uint Checksum(ReadOnlySpan<byte> header, int at) =>
        ~Append(BitOperations.Crc32C(Append(uint.MaxValue, header[..at]), 0U), header[(at + ChecksumBytes)..]);

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
