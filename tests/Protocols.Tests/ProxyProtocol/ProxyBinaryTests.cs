using System.Net;
using SocketGateway.Protocols.ProxyProtocol;
using SocketGateway.Protocols.Tests.Peeking;

namespace SocketGateway.Protocols.Tests.ProxyProtocol;

/// <summary>Version 2, section 2.2 of the specification, up to its extensions.</summary>
public class ProxyBinaryTests
{
    [Fact]
    public void TCP_over_IPv4_gives_both_addresses() => AssertDone(Headers.Of(0x21, 0x11, Headers.V4), "192.0.2.1:12345", "198.51.100.2:443");

    [Fact]
    public void TCP_over_IPv6_gives_both_addresses() => AssertDone(Headers.Of(0x21, 0x21, Headers.V6), "[2001:db8::1]:12345", "[2001:db8::2]:443");

    [Fact]
    public void A_mapped_address_is_the_IPv4_address_that_it_stands_for()
    {
        byte[] addresses = [.. new byte[10], 0xFF, 0xFF, 192, 0, 2, 1, .. Headers.V6[16..]];

        AssertDone(Headers.Of(0x21, 0x21, addresses), "192.0.2.1:12345", "[2001:db8::2]:443");
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x02)]
    [InlineData(0x10)]
    [InlineData(0x20)]
    [InlineData(0x30)]
    public void An_unspecified_family_or_transport_has_no_addresses_and_its_block_is_skipped(byte family)
    {
        Assert.Empty(AssertDone(Headers.Of(0x21, family), null, null).Tlvs);
        Assert.Empty(AssertDone(Headers.Of(0x21, family, 1, 2, 3, 4, 5), null, null).Tlvs);
    }

    [Theory]
    [InlineData(0x12, 12)]
    [InlineData(0x22, 36)]
    [InlineData(0x31, 216)]
    [InlineData(0x32, 216)]
    public void Datagrams_and_Unix_sockets_have_no_addresses_and_keep_their_extensions(byte family, int addresses) =>
        Assert.Equal("x", AssertDone(Headers.Of(0x21, family, [.. new byte[addresses], .. Headers.Tlv(ProxyTlvType.Authority, "x")]), null, null).Authority);

    [Fact]
    public void A_connection_of_the_proxys_own_has_no_addresses_whatever_its_block_says()
    {
        byte[][] headers = [Headers.Of(0x20, 0), Headers.Of(0x20, 0x11, Headers.V4), Headers.Of(0x20, 0xFF, 1, 2, 3), Headers.Of(0x20, 0x21, [.. Headers.V4, 3, 0, 0])];
        Assert.All(headers, bytes =>
        {
            var header = Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, bytes);
            Assert.Equal((ProxyCommand.Local, bytes.Length, null, null), (header.Command, header.Length, header.Source, header.Destination));
            Assert.Empty(header.Tlvs);
        });
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x11)]
    [InlineData(0x31)]
    [InlineData(0xF1)]
    [InlineData(0x00)]
    public void Another_version_is_refused_with_its_byte(byte versionAndCommand) => AssertMalformed([.. Headers.Signature, versionAndCommand], "bad_version");

    [Theory]
    [InlineData(0x22)]
    [InlineData(0x2F)]
    public void Another_command_is_refused_with_its_byte(byte versionAndCommand) => AssertMalformed([.. Headers.Signature, versionAndCommand], "bad_command");

    [Theory]
    [InlineData(0x41)]
    [InlineData(0xF1)]
    [InlineData(0x13)]
    [InlineData(0x1F)]
    [InlineData(0x03)]
    public void Another_family_or_transport_is_refused_with_its_byte(byte family) => AssertMalformed([.. Headers.Signature, 0x21, family], "bad_family");

    [Theory]
    [InlineData(0x20, 0x00)]
    [InlineData(0x21, 0x11)]
    public void A_body_of_4096_bytes_is_read_and_a_longer_one_is_refused_with_its_length(byte versionAndCommand, byte family)
    {
        byte[] body = [.. Headers.V4, .. Headers.Tlv(ProxyTlvType.Noop, new byte[4096 - 12 - 3])];
        var header = Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Headers.Of(versionAndCommand, family, body));

        Assert.Equal((4112, ProxyHeaderReader.MaxBytes), (header.Length, ProxyHeaderReader.MaxBytes));
        AssertMalformed(Headers.Fixed(versionAndCommand, family, 4097), "header_too_long");
        AssertMalformed(Headers.Fixed(versionAndCommand, family, 65535), "header_too_long");
    }

    [Theory]
    [InlineData(0x11, 0)]
    [InlineData(0x11, 11)]
    [InlineData(0x12, 11)]
    [InlineData(0x21, 35)]
    [InlineData(0x22, 12)]
    [InlineData(0x31, 215)]
    [InlineData(0x32, 36)]
    public void A_length_below_that_of_the_addresses_is_refused_with_it(byte family, int length) =>
        AssertMalformed(Headers.Fixed(0x21, family, length), "addresses_cut_off");

    [Fact]
    public void Each_other_byte_in_the_signature_makes_it_another_protocol()
    {
        for (var at = 0; at < Headers.Signature.Length; at++)
        {
            byte[] wrong = [.. Headers.Signature[..at], (byte)(Headers.Signature[at] ^ 1)];
            Peeks.AssertForeign<ProxyHeader>(ProxyHeaderReader.Read, wrong);
        }
    }

    [Fact]
    public void Nothing_is_allocated_until_the_header_is_whole()
    {
        var header = Headers.With([.. Headers.Tlv(ProxyTlvType.Authority, "shop.example"), .. Headers.Tlv(ProxyTlvType.UniqueId, new byte[128])]);

        Assert.Equal(0, Peeks.AllocatedBefore<ProxyHeader>(ProxyHeaderReader.Read, header));
    }

    private static ProxyHeader AssertDone(byte[] bytes, string? source, string? destination)
    {
        var header = Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, bytes);
        Assert.Equal((ProxyCommand.Proxy, bytes.Length), (header.Command, header.Length));
        Assert.Equal((source is null ? null : IPEndPoint.Parse(source), destination is null ? null : IPEndPoint.Parse(destination)), (header.Source, header.Destination));
        return header;
    }

    private static void AssertMalformed(byte[] bytes, string reason) => Peeks.AssertMalformed<ProxyHeader>(ProxyHeaderReader.Read, bytes, reason);
}
