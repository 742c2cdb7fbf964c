using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Peeking;
using SocketGateway.Protocols.ProxyProtocol;
using SocketGateway.Protocols.Tests.Peeking;

namespace SocketGateway.Protocols.Tests.ProxyProtocol;

public class ProxyHeaderWriterTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly Gen<IPAddress> Address = Gen.OneOf(
        Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes)),
        Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes)),
        Gen.Byte.Array[2].Select(bytes => new IPAddress((byte[])[0x20, 0x01, .. new byte[12], .. bytes])),
        Gen.Byte.Array[4].Select(bytes => new IPAddress((byte[])[.. new byte[12], .. bytes])),
        Gen.Byte.Array[4].Select(bytes => new IPAddress((byte[])[.. new byte[10], 0xFF, 0xFF, .. bytes])));

    private static readonly Gen<IPEndPoint> EndPoint = Gen.Select(Address, Gen.Int[0, 65_535], (address, port) => new IPEndPoint(address, port));

    private static readonly Gen<ProxyTlv> Tlv = Gen.OneOf(
        Gen.Byte.Array[1, 255].Select(bytes => ProxyTlv.Alpn(new SslApplicationProtocol(bytes))),
        Gen.String[Gen.Char["abc.-äß漢"], 1, 80].Select(ProxyTlv.Authority),
        Gen.Byte.Array[1, 128].Select(bytes => ProxyTlv.UniqueId(bytes)),
        Gen.Const(ProxyTlv.TraceParent(Trace)),
        Gen.Byte.Array[0, 300].Select(bytes => new ProxyTlv((ProxyTlvType)0xE5, bytes)));

    [Theory]
    [InlineData("192.168.0.1:56324", "192.168.0.11:443", "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n")]
    [InlineData("[::ffff:192.168.0.1]:56324", "[::ffff:192.168.0.11]:443", "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n")]
    [InlineData("[2001:db8::1]:1", "[::1]:65535", "PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1 1 65535\r\n")]
    [InlineData("192.0.2.1:1", "[2001:db8::1]:2", "PROXY TCP6 0:0:0:0:0:ffff:c000:201 2001:db8:0:0:0:0:0:1 1 2\r\n")]
    [InlineData("[2001:db8::1]:1", "192.0.2.1:2", "PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:ffff:c000:201 1 2\r\n")]
    [InlineData("[fe80::1%3]:1", "[fe80::2%3]:2", "PROXY TCP6 fe80:0:0:0:0:0:0:1 fe80:0:0:0:0:0:0:2 1 2\r\n")]
    public void Version_1_is_a_line_of_text(string source, string destination, string line) =>
        Assert.Equal(line, Encoding.ASCII.GetString(Written(output => ProxyHeaderWriter.WriteV1(IPEndPoint.Parse(source), IPEndPoint.Parse(destination), output))));

    [Fact]
    public void The_longest_line_of_version_1_fits()
    {
        var longest = new IPEndPoint(IPAddress.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 65_535);

        Assert.Equal(104, Written(output => ProxyHeaderWriter.WriteV1(longest, longest, output)).Length);
    }

    [Fact]
    public void Version_2_of_one_family_is_the_specifications_layout()
    {
        Assert.Equal(Headers.Of(0x21, 0x11, Headers.V4), V2(IPEndPoint.Parse("192.0.2.1:12345"), IPEndPoint.Parse("198.51.100.2:443")));
        Assert.Equal(Headers.Of(0x21, 0x21, Headers.V6), V2(IPEndPoint.Parse("[2001:db8::1]:12345"), IPEndPoint.Parse("[2001:db8::2]:443")));
    }

    [Fact]
    public void Version_2_of_mixed_families_maps_the_IPv4_address()
    {
        byte[] addresses = [.. new byte[10], 0xFF, 0xFF, 192, 0, 2, 1, .. Headers.V6[16..]];

        Assert.Equal(Headers.Of(0x21, 0x21, addresses), V2(IPEndPoint.Parse("192.0.2.1:12345"), IPEndPoint.Parse("[2001:db8::2]:443")));
    }

    [Fact]
    public void A_connection_of_the_gateways_own_is_sixteen_bytes() => Assert.Equal(Headers.Of(0x20, 0), Written(ProxyHeaderWriter.WriteV2Local));

    [Theory]
    [InlineData("192.0.2.1:12345", "198.51.100.2:443", 28)]
    [InlineData("[2001:db8::1]:12345", "[2001:db8::2]:443", 52)]
    public void The_checksum_stands_in_front_of_the_other_extensions(string source, string destination, int at)
    {
        var written = V2(IPEndPoint.Parse(source), IPEndPoint.Parse(destination), checksum: true, ProxyTlv.Authority("shop.example"));
        var zeroed = written.ToArray();
        zeroed.AsSpan(at + 3, 4).Clear();

        Assert.Equal([3, 0, 4], written[at..(at + 3)]);
        Assert.Equal(Headers.Summed(zeroed, at), written);
    }

    [Fact]
    public void Extensions_of_a_header_that_was_read_are_passed_on_without_its_checksum()
    {
        var first = V2(IPEndPoint.Parse("192.0.2.1:1"), IPEndPoint.Parse("192.0.2.2:2"), checksum: true, ProxyTlv.Authority("shop.example"));
        ProxyHeaderReader.Read(first, out var header);
        var passedOn = V2(IPEndPoint.Parse("192.0.2.1:1"), IPEndPoint.Parse("[::1]:2"), checksum: true, [.. header!.Tlvs]);

        Assert.Equal([ProxyTlvType.Crc32C, ProxyTlvType.Authority], Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, passedOn).Tlvs.Select(tlv => tlv.Type));
    }

    [Fact]
    public void What_no_reader_would_take_is_not_written()
    {
        var (output, end) = (new ArrayBufferWriter<byte>(), IPEndPoint.Parse("192.0.2.1:1"));

        Assert.Throws<ArgumentException>(() => ProxyHeaderWriter.WriteV2(end, end, [new ProxyTlv(ProxyTlvType.Noop, new byte[4096 - 12 - 2])], false, output));
        Assert.Equal(0, output.WrittenCount);
        ProxyHeaderWriter.WriteV2(end, end, [new ProxyTlv(ProxyTlvType.Noop, new byte[4096 - 12 - 3])], false, output);
        Assert.Equal(ProxyHeaderReader.MaxBytes, output.WrittenCount);
    }

    [Fact]
    public void Any_line_is_read_as_it_was_written() => Gen.Select(EndPoint, EndPoint).Sample((source, destination) =>
    {
        var header = Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Written(output => ProxyHeaderWriter.WriteV1(source, destination, output)));
        Assert.Equal((Unmapped(source), Unmapped(destination)), (header.Source, header.Destination));
    });

    [Fact]
    public void Any_binary_header_is_read_as_it_was_written() => Gen.Select(EndPoint, EndPoint, Tlv.Array[0, 6], Gen.Bool).Sample((source, destination, tlvs, checksum) =>
    {
        var written = V2(source, destination, checksum, tlvs);
        Assert.Equal(PeekResult.Done, ProxyHeaderReader.Read(written, out var header));
        Assert.Equal((written.Length, Unmapped(source), Unmapped(destination)), (header!.Length, header.Source, header.Destination));
        Assert.Equal(
            tlvs.Select(tlv => $"{tlv.Type} {Convert.ToHexString(tlv.Value.Span)}"),
            header.Tlvs.Skip(checksum ? 1 : 0).Select(tlv => $"{tlv.Type} {Convert.ToHexString(tlv.Value.Span)}"));
    });

    private static IPEndPoint Unmapped(IPEndPoint end) => end.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(end.Address.MapToIPv4(), end.Port) : end;

    private static byte[] V2(IPEndPoint source, IPEndPoint destination, bool checksum = false, params ProxyTlv[] tlvs) =>
        Written(output => ProxyHeaderWriter.WriteV2(source, destination, tlvs, checksum, output));

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
