using System.Net.Security;
using System.Text;
using SocketGateway.Protocols.ProxyProtocol;
using SocketGateway.Protocols.Tests.Peeking;

namespace SocketGateway.Protocols.Tests.ProxyProtocol;

/// <summary>The extensions of version 2, sections 2.2.1 to 2.2.8 of the specification.</summary>
public class ProxyTlvTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const int FirstTlvAt = 28;

    [Fact]
    public void Each_extension_has_its_typed_value()
    {
        var header = Read(
            Headers.Tlv(ProxyTlvType.Noop, 1, 2, 3),
            Headers.Tlv(ProxyTlvType.Alpn, "h2"),
            Headers.Tlv(ProxyTlvType.Authority, "münchen.example"),
            Headers.Tlv(ProxyTlvType.UniqueId, new byte[128]),
            Headers.Tlv(ProxyTlvType.Ssl, 1, 0, 0, 0, 0),
            Headers.Tlv(ProxyTlvType.TraceParent, Trace),
            Headers.Tlv((ProxyTlvType)0xEA, 7));

        Assert.Equal(SslApplicationProtocol.Http2, header.Alpn);
        Assert.Equal("münchen.example", header.Authority);
        Assert.Equal(new byte[128], header.UniqueId.ToArray());
        Assert.Equal([1, 0, 0, 0, 0], header.Ssl.ToArray());
        Assert.Equal(Trace, header.TraceParent);
        Assert.Equal([0x04, 0x01, 0x02, 0x05, 0x20, 0xE0, 0xEA], header.Tlvs.Select(tlv => (int)tlv.Type));
        Assert.Equal([7], header.Tlvs[^1].Value.ToArray());
    }

    [Fact]
    public void What_is_not_said_is_null_or_empty()
    {
        var header = Read();

        Assert.Equal((null, null, null), (header.Alpn, header.Authority, header.TraceParent));
        Assert.True(header.UniqueId.IsEmpty && header.Ssl.IsEmpty);
    }

    [Fact]
    public void An_empty_value_says_nothing()
    {
        var header = Read(
            Headers.Tlv(ProxyTlvType.Alpn), Headers.Tlv(ProxyTlvType.Authority), Headers.Tlv(ProxyTlvType.UniqueId), Headers.Tlv(ProxyTlvType.TraceParent));

        Assert.Equal((null, null, null), (header.Alpn, header.Authority, header.TraceParent));
        Assert.True(header.UniqueId.IsEmpty);
    }

    [Fact]
    public void Of_several_of_a_type_the_first_one_counts() =>
        Assert.Equal("first", Read(Headers.Tlv(ProxyTlvType.Authority, "first"), Headers.Tlv(ProxyTlvType.Authority, "second")).Authority);

    [Fact]
    public void A_header_outlives_the_bytes_that_it_was_read_from()
    {
        var bytes = Headers.With(Headers.Tlv(ProxyTlvType.Authority, "shop.example"));
        ProxyHeaderReader.Read(bytes, out var header);
        Array.Clear(bytes);

        Assert.Equal("shop.example", header!.Authority);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    public void A_right_checksum_is_taken_wherever_it_stands(int before)
    {
        var bytes = Headers.With(
            [.. Headers.Tlv(ProxyTlvType.Noop, new byte[before]), .. Headers.Tlv(ProxyTlvType.Crc32C, 0, 0, 0, 0), .. Headers.Tlv(ProxyTlvType.Authority, "x")]);

        Assert.Equal("x", Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Headers.Summed(bytes, FirstTlvAt + 3 + before)).Authority);
    }

    [Fact]
    public void A_checksum_that_any_byte_does_not_agree_with_is_refused()
    {
        var right = Headers.Summed(Headers.With([.. Headers.Tlv(ProxyTlvType.Crc32C, 0, 0, 0, 0), .. Headers.Tlv(ProxyTlvType.Noop, 5)]), FirstTlvAt);
        int[] changeable = [.. Enumerable.Range(16, 12), .. Enumerable.Range(FirstTlvAt + 3, 4), FirstTlvAt + 7, FirstTlvAt + 10];
        Assert.All(changeable, at =>
        {
            var wrong = right.ToArray();
            wrong[at] ^= 0x40;
            Peeks.AssertMalformed<ProxyHeader>(ProxyHeaderReader.Read, wrong, "bad_checksum");
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_checksum_of_another_size_is_refused(int size) => AssertMalformed("bad_checksum", Headers.Tlv(ProxyTlvType.Crc32C, new byte[size]));

    [Theory]
    [InlineData(new byte[] { 4 })]
    [InlineData(new byte[] { 4, 0 })]
    [InlineData(new byte[] { 4, 0, 1 })]
    [InlineData(new byte[] { 4, 0, 0, 4 })]
    [InlineData(new byte[] { 4, 0xFF, 0xFF, 1 })]
    public void An_extension_that_the_header_cuts_off_is_refused(byte[] tlvs) => AssertMalformed("tlv_cut_off", tlvs);

    [Fact]
    public void A_unique_id_of_more_than_128_bytes_is_refused() => AssertMalformed("unique_id_too_long", Headers.Tlv(ProxyTlvType.UniqueId, new byte[129]));

    [Fact]
    public void A_protocol_of_more_than_255_bytes_is_refused() => AssertMalformed("bad_alpn", Headers.Tlv(ProxyTlvType.Alpn, new byte[256]));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { (byte)'a', 0 })]
    [InlineData(new byte[] { (byte)'a', (byte)'\n' })]
    [InlineData(new byte[] { 0x1B, (byte)'[' })]
    [InlineData(new byte[] { 0x7F })]
    [InlineData(new byte[] { 0xC2, 0x85 })]
    public void A_host_name_that_is_not_UTF8_or_would_control_a_terminal_is_refused(byte[] name) => AssertMalformed("bad_authority", Headers.Tlv(ProxyTlvType.Authority, name));

    [Fact]
    public void A_host_name_of_255_bytes_is_taken_and_a_longer_one_is_refused()
    {
        Assert.Equal(255, Read(Headers.Tlv(ProxyTlvType.Authority, new string('a', 255))).Authority?.Length);
        AssertMalformed("bad_authority", Headers.Tlv(ProxyTlvType.Authority, new string('a', 256)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("0g-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x")]
    [InlineData("00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008")]
    public void What_is_no_traceparent_is_no_trace_and_no_error(string text)
    {
        var header = Read(Headers.Tlv(ProxyTlvType.TraceParent, text));

        Assert.Null(header.TraceParent);
        Assert.Equal(text, Encoding.UTF8.GetString(header.Tlvs[0].Value.Span));
    }

    [Fact]
    public void What_a_reader_would_refuse_is_not_made()
    {
        Assert.Throws<ArgumentException>(() => ProxyTlv.Authority(new string('a', 256)));
        Assert.Throws<ArgumentException>(() => ProxyTlv.Authority("a\nb"));
        Assert.Throws<ArgumentException>(() => ProxyTlv.UniqueId(new byte[129]));
        Assert.Throws<ArgumentException>(() => ProxyTlv.TraceParent(Trace.ToUpperInvariant()));
    }

    private static ProxyHeader Read(params byte[][] tlvs) => Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Headers.With([.. tlvs.SelectMany(tlv => tlv)]));

    private static void AssertMalformed(string reason, byte[] tlvs) => Peeks.AssertMalformed<ProxyHeader>(ProxyHeaderReader.Read, Headers.With(tlvs), reason);
}
