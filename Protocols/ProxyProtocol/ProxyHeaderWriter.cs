using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Unicode;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>
/// Writes the header of HAProxy's PROXY protocol, to be sent before the first byte of the client's. Addresses of two families are both written as IPv6, the IPv4 one mapped;
/// mapped addresses of one family as IPv4.
/// </summary>
internal static class ProxyHeaderWriter
{
    /// <summary>Version 1, a line of text (section 2.1).</summary>
    /// <param name="source">The client; a scope is left out.</param>
    /// <param name="destination">Where it connected to.</param>
    /// <param name="output">Takes the line.</param>
    public static void WriteV1(IPEndPoint source, IPEndPoint destination, IBufferWriter<byte> output)
    {
        var (from, to) = OfOneFamily(source.Address, destination.Address);
        var protocol = from.AddressFamily == AddressFamily.InterNetwork ? "TCP4" : "TCP6";
        Utf8.TryWrite(
            output.GetSpan(ProxyFormat.MaxLineBytes),
            CultureInfo.InvariantCulture,
            $"PROXY {protocol} {ProxyText.Of(from)} {ProxyText.Of(to)} {source.Port} {destination.Port}\r\n",
            out var length);
        output.Advance(length);
    }

    /// <summary>Version 2 for a client's connection (section 2.2).</summary>
    /// <param name="source">The client; a scope is left out.</param>
    /// <param name="destination">Where it connected to.</param>
    /// <param name="tlvs">Extensions, in this order; those of a header that was read may be passed on, their checksum is left out.</param>
    /// <param name="checksum">Whether a checksum is put in front of them.</param>
    /// <param name="output">Takes the header.</param>
    /// <exception cref="ArgumentException">They take more than a reader takes, <see cref="ProxyFormat.MaxBodyBytes"/> with the addresses. Nothing is written.</exception>
    public static void WriteV2(IPEndPoint source, IPEndPoint destination, IReadOnlyList<ProxyTlv> tlvs, bool checksum, IBufferWriter<byte> output)
    {
        var (from, to) = OfOneFamily(source.Address, destination.Address);
        var isV4 = from.AddressFamily == AddressFamily.InterNetwork;
        var body = BodyBytes(isV4, tlvs, checksum);
        if (body > ProxyFormat.MaxBodyBytes)
            throw new ArgumentException($"A header of {ProxyFormat.FixedBytes} and {body} bytes exceeds the limit of {ProxyFormat.MaxBodyBytes}.", nameof(tlvs));

        var all = output.GetSpan(ProxyFormat.FixedBytes + body)[..(ProxyFormat.FixedBytes + body)];
        WriteFixed(all, ProxyCommand.Proxy, isV4 ? ProxyFormat.TcpOverV4 : ProxyFormat.TcpOverV6, body);
        var rest = all[ProxyFormat.FixedBytes..];
        rest = rest[Write(from, rest)..];
        rest = rest[Write(to, rest)..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)destination.Port);
        rest = rest[4..];
        if (checksum) rest = WriteTlv(new ProxyTlv(ProxyTlvType.Crc32C, new byte[ProxyFormat.ChecksumBytes]), rest);
        foreach (var tlv in tlvs)
        {
            if (tlv.Type != ProxyTlvType.Crc32C) rest = WriteTlv(tlv, rest);
        }

        var checksumAt = ProxyFormat.FixedBytes + (isV4 ? ProxyFormat.V4AddressesBytes : ProxyFormat.V6AddressesBytes) + ProxyFormat.TlvHeaderBytes;
        if (checksum) BinaryPrimitives.WriteUInt32BigEndian(all[checksumAt..], ProxyFormat.Checksum(all, checksumAt));
        output.Advance(all.Length);
    }

    /// <summary>Version 2 for a connection of the gateway's own, such as a health check.</summary>
    public static void WriteV2Local(IBufferWriter<byte> output)
    {
        WriteFixed(output.GetSpan(ProxyFormat.FixedBytes), ProxyCommand.Local, family: 0, body: 0);
        output.Advance(ProxyFormat.FixedBytes);
    }

    private static (IPAddress From, IPAddress To) OfOneFamily(IPAddress from, IPAddress to)
    {
        var areV4 = IsV4(from) && IsV4(to);
        return areV4 ? (from.MapToIPv4(), to.MapToIPv4()) : (from.MapToIPv6(), to.MapToIPv6());

        static bool IsV4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;
    }

    private static int BodyBytes(bool isV4, IReadOnlyList<ProxyTlv> tlvs, bool checksum)
    {
        var bytes = isV4 ? ProxyFormat.V4AddressesBytes : ProxyFormat.V6AddressesBytes;
        if (checksum) bytes += ProxyFormat.TlvHeaderBytes + ProxyFormat.ChecksumBytes;
        foreach (var tlv in tlvs)
        {
            if (tlv.Type != ProxyTlvType.Crc32C) bytes += ProxyFormat.TlvHeaderBytes + tlv.Value.Length;
        }

        return bytes;
    }

    private static void WriteFixed(Span<byte> to, ProxyCommand command, byte family, int body)
    {
        ProxyFormat.Signature.CopyTo(to);
        to = to[ProxyFormat.Signature.Length..];
        to[0] = (byte)(ProxyFormat.Version | (byte)command);
        to[1] = family;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)body);
    }

    private static int Write(IPAddress address, Span<byte> to)
    {
        address.TryWriteBytes(to, out var bytes);
        return bytes;
    }

    private static Span<byte> WriteTlv(ProxyTlv tlv, Span<byte> to)
    {
        to[0] = (byte)tlv.Type;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], (ushort)tlv.Value.Length);
        tlv.Value.Span.CopyTo(to[ProxyFormat.TlvHeaderBytes..]);
        return to[(ProxyFormat.TlvHeaderBytes + tlv.Value.Length)..];
    }
}
