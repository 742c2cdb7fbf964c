using System.Buffers.Binary;
using System.Text;
using SocketGateway.Protocols.ProxyProtocol;

namespace SocketGateway.Protocols.Tests.ProxyProtocol;

/// <summary>Headers of version 2 put together by hand, right or wrong.</summary>
internal static class Headers
{
    public static readonly byte[] Signature = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    /// <summary>192.0.2.1:12345 to 198.51.100.2:443.</summary>
    public static readonly byte[] V4 = [192, 0, 2, 1, 198, 51, 100, 2, 0x30, 0x39, 0x01, 0xBB];

    /// <summary>[2001:db8::1]:12345 to [2001:db8::2]:443.</summary>
    public static readonly byte[] V6 = [0x20, 0x01, 0x0D, 0xB8, .. new byte[11], 1, 0x20, 0x01, 0x0D, 0xB8, .. new byte[11], 2, 0x30, 0x39, 0x01, 0xBB];

    public static byte[] Of(byte versionAndCommand, byte family, params byte[] body) => [.. Fixed(versionAndCommand, family, body.Length), .. body];

    public static byte[] Fixed(byte versionAndCommand, byte family, int length) => [.. Signature, versionAndCommand, family, (byte)(length >> 8), (byte)length];

    /// <summary>TCP over IPv4, with extensions.</summary>
    public static byte[] With(params byte[] tlvs) => Of(0x21, 0x11, [.. V4, .. tlvs]);

    public static byte[] Tlv(ProxyTlvType type, params byte[] value) => [(byte)type, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    public static byte[] Tlv(ProxyTlvType type, string value) => Tlv(type, Encoding.UTF8.GetBytes(value));

    /// <summary>The same header with the right checksum in the extension that begins at an offset.</summary>
    public static byte[] Summed(byte[] header, int tlvAt)
    {
        var summed = header.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(summed.AsSpan(tlvAt + 3), Crc32C(header));
        return summed;
    }

    /// <summary>Bit by bit, from the polynomial of RFC 4960 appendix B, in another way than the code under test.</summary>
    private static uint Crc32C(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
        }

        return ~crc;
    }
}
