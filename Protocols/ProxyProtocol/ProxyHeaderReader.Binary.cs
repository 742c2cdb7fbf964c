using System.Buffers.Binary;
using System.Net;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>Version 2, in binary (section 2.2).</summary>
internal static partial class ProxyHeaderReader
{
    private const int CommandAt = 12;
    private const int FamilyAt = 13;
    private const int LengthAt = 14;

    private static PeekResult ReadBinary(ReadOnlySpan<byte> peeked, out ProxyHeader? header)
    {
        header = null;
        if (CheckFixed(peeked) is { } fault) return PeekResult.Malformed(fault);
        if (peeked.Length < ProxyFormat.FixedBytes) return PeekResult.NeedMore;
        var length = ProxyFormat.FixedBytes + BinaryPrimitives.ReadUInt16BigEndian(peeked[LengthAt..]);
        if (peeked.Length < length) return PeekResult.NeedMore;

        var all = peeked[..length];
        if ((ProxyCommand)(all[CommandAt] & 0x0F) == ProxyCommand.Local)
        {
            // Whatever stands in it is to be discarded.
            header = new ProxyHeader { Length = length, Command = ProxyCommand.Local };
            return PeekResult.Done;
        }

        // Behind addresses of an unspecified kind nobody knows where extensions begin.
        var tlvsAt = AddressesBytes(all[FamilyAt]) is var addresses and > 0 ? ProxyFormat.FixedBytes + addresses : length;
        if (CheckTlvs(all, tlvsAt) is { } wrong) return PeekResult.Malformed(wrong);
        var (source, destination) = EndPoints(all);
        header = new ProxyHeader { Length = length, Command = ProxyCommand.Proxy, Source = source, Destination = destination, Tlvs = Copy(all[tlvsAt..]) };
        return PeekResult.Done;
    }

    /// <summary>Each byte is judged when it is there, in its order: so the answer does not depend on how many came together.</summary>
    private static string? CheckFixed(ReadOnlySpan<byte> peeked)
    {
        if (peeked.Length <= CommandAt) return null;
        if ((peeked[CommandAt] & 0xF0) != ProxyFormat.Version) return "bad_version";
        var command = (ProxyCommand)(peeked[CommandAt] & 0x0F);
        if (command is not (ProxyCommand.Local or ProxyCommand.Proxy)) return "bad_command";
        if (peeked.Length <= FamilyAt) return null;
        var addresses = command == ProxyCommand.Local ? 0 : AddressesBytes(peeked[FamilyAt]);
        if (addresses < 0) return "bad_family";
        if (peeked.Length < ProxyFormat.FixedBytes) return null;
        var body = BinaryPrimitives.ReadUInt16BigEndian(peeked[LengthAt..]);
        return body > ProxyFormat.MaxBodyBytes ? "header_too_long" : body < addresses ? "addresses_cut_off" : null;
    }

    /// <summary>What the addresses take: 0 when family or transport is unspecified, -1 when there is no such family or transport.</summary>
    private static int AddressesBytes(byte family)
    {
        if (family >> 4 > 3 || (family & 0x0F) > 2) return -1;
        if ((family & 0x0F) == 0) return 0;
        return (family >> 4) switch
        {
            0 => 0,
            1 => ProxyFormat.V4AddressesBytes,
            2 => ProxyFormat.V6AddressesBytes,
            _ => ProxyFormat.UnixAddressesBytes,
        };
    }

    /// <summary>None for Unix and datagram sockets: such a client is not one of TCP's, and falls back to unspecified, as section 2.2 has it.</summary>
    private static (IPEndPoint? Source, IPEndPoint? Destination) EndPoints(ReadOnlySpan<byte> all)
    {
        if (all[FamilyAt] is not (ProxyFormat.TcpOverV4 or ProxyFormat.TcpOverV6)) return default;
        var size = all[FamilyAt] == ProxyFormat.TcpOverV4 ? 4 : 16;
        var addresses = all[ProxyFormat.FixedBytes..];
        var ports = addresses[(2 * size)..];
        return (EndPoint(new IPAddress(addresses[..size]), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            EndPoint(new IPAddress(addresses[size..(2 * size)]), BinaryPrimitives.ReadUInt16BigEndian(ports[2..])));
    }

    private static string? CheckTlvs(ReadOnlySpan<byte> all, int at)
    {
        while (at < all.Length)
        {
            var valueAt = at + ProxyFormat.TlvHeaderBytes;
            if (valueAt > all.Length) return "tlv_cut_off";
            var length = BinaryPrimitives.ReadUInt16BigEndian(all[(at + 1)..]);
            if (length > all.Length - valueAt) return "tlv_cut_off";
            var type = (ProxyTlvType)all[at];
            var value = all.Slice(valueAt, length);
            if (type == ProxyTlvType.Crc32C && !IsChecksum(all, valueAt, value)) return "bad_checksum";
            if (ProxyTlv.Fault(type, value) is { } fault) return fault;
            at = valueAt + length;
        }

        return null;
    }

    private static bool IsChecksum(ReadOnlySpan<byte> all, int at, ReadOnlySpan<byte> value) =>
        value.Length == ProxyFormat.ChecksumBytes && BinaryPrimitives.ReadUInt32BigEndian(value) == ProxyFormat.Checksum(all, at);

    private static ProxyTlv[] Copy(ReadOnlySpan<byte> tlvs)
    {
        var (copies, bytes) = (new List<ProxyTlv>(), new ReadOnlyMemory<byte>(tlvs.ToArray()));
        while (!bytes.IsEmpty)
        {
            var end = ProxyFormat.TlvHeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[1..]);
            copies.Add(new ProxyTlv((ProxyTlvType)bytes.Span[0], bytes[ProxyFormat.TlvHeaderBytes..end]));
            bytes = bytes[end..];
        }

        return [.. copies];
    }
}
