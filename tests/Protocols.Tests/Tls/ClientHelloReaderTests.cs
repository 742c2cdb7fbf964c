using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Protocols.Peeking;
using SocketGateway.Protocols.Tests.Peeking;
using SocketGateway.Protocols.Tls;

namespace SocketGateway.Protocols.Tests.Tls;

/// <summary>What real clients send, and how it is spread over records.</summary>
public class ClientHelloReaderTests
{
    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13, SslProtocols.Tls12 | SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_frameworks_client_names_its_host_and_its_protocols_in_every_version(SslProtocols version)
    {
        foreach (var host in (string[])["shop.example.test", "Shop.EXAMPLE.test", "a", "xn--mnchen-3ya.example", new string('a', 63) + ".example"])
        {
            var bytes = await Hellos.FromClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = version,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11, new SslApplicationProtocol("mqtt")],
            });

            var hello = Peeks.Done<ClientHello>(ClientHelloReader.Read, bytes);
            Assert.Equal(host.ToLowerInvariant(), hello.ServerName);
            Assert.Equal([SslApplicationProtocol.Http2, SslApplicationProtocol.Http11, new SslApplicationProtocol("mqtt")], hello.Protocols);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_frameworks_client_without_host_and_protocols_says_neither(SslProtocols version)
    {
        var hello = Peeks.Done<ClientHello>(ClientHelloReader.Read, await Hellos.FromClientAsync(new SslClientAuthenticationOptions { EnabledSslProtocols = version }));

        Assert.Null(hello.ServerName);
        Assert.Empty(hello.Protocols);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(100)]
    public async Task A_hello_in_many_records_is_read_as_one_in_one(int size)
    {
        var bytes = await Hellos.FromClientAsync(new SslClientAuthenticationOptions { TargetHost = "shop.example.test", ApplicationProtocols = [SslApplicationProtocol.Http2] });
        var hello = Peeks.Done<ClientHello>(ClientHelloReader.Read, Hellos.Records(bytes[5..], size));

        Assert.Equal("shop.example.test", hello.ServerName);
        Assert.Equal([SslApplicationProtocol.Http2], hello.Protocols);
    }

    [Fact]
    public void What_stands_behind_the_hello_in_its_record_is_not_looked_at()
    {
        byte[] message = Hellos.Message(Hellos.Body(Hellos.ServerName(Hellos.Name("shop.example"))));
        var records = Hellos.Record([.. message, 0xFF, 0xFF]);
        Assert.Equal(PeekResult.NeedMore, ClientHelloReader.Read(records.AsSpan(0, records.Length - 3), out _));
        Assert.Equal(PeekResult.Done, ClientHelloReader.Read(records.AsSpan(0, records.Length - 2), out var hello));

        Assert.Equal("shop.example", hello?.ServerName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("16")]
    [InlineData("1603")]
    [InlineData("160301")]
    public void The_first_bytes_of_a_record_ask_for_more(string hex) =>
        Assert.Equal(PeekResult.NeedMore, ClientHelloReader.Read(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData("47")]
    [InlineData("80")]
    [InlineData("15")]
    [InlineData("17")]
    [InlineData("1602")]
    [InlineData("1604")]
    public void What_does_not_begin_with_a_record_of_a_handshake_is_another_protocol(string hex) =>
        Peeks.AssertForeign<ClientHello>(ClientHelloReader.Read, Convert.FromHexString(hex));

    [Theory]
    [InlineData("1603010000")]
    [InlineData("1603014001")]
    [InlineData("160301FFFF")]
    public void A_record_without_content_or_above_16_KiB_is_refused_with_its_length(string hex) => AssertMalformed(Convert.FromHexString(hex), "bad_record_length");

    [Theory]
    [InlineData("16030100010115", "interleaved_record")]
    [InlineData("16030100010117", "interleaved_record")]
    [InlineData("1603010001011602", "bad_record_version")]
    [InlineData("1603010001011603010000", "bad_record_length")]
    public void Anything_but_a_record_of_the_handshake_inside_of_the_hello_is_refused(string hex, string reason) => AssertMalformed(Convert.FromHexString(hex), reason);

    [Theory]
    [InlineData("16030100FF00")]
    [InlineData("16030300FF02")]
    public void Another_message_of_a_handshake_is_refused_with_its_type(string hex) => AssertMalformed(Convert.FromHexString(hex), "not_a_client_hello");

    [Fact]
    public void A_hello_of_16_KiB_is_read_and_a_longer_one_is_refused_with_its_length()
    {
        var small = Hellos.Body(Hellos.Extension(21, [])).Length;
        var largest = Hellos.Records(Hellos.Message(Hellos.Body(Hellos.Extension(21, new byte[ClientHelloReader.MaxHelloBytes - small]))));

        Assert.Equal(PeekResult.Done, ClientHelloReader.Read(largest, out _));
        Assert.Equal(PeekResult.NeedMore, ClientHelloReader.Read(largest.AsSpan(0, largest.Length - 1), out _));
        AssertMalformed(Convert.FromHexString("16030100FF01004001"), "hello_too_large");
        AssertMalformed(Convert.FromHexString("16030100FF01FFFFFF"), "hello_too_large");
    }

    [Fact]
    public void Records_too_small_for_their_number_are_refused_once_all_that_is_looked_at_is_there()
    {
        var message = Hellos.Message(Hellos.Body(Hellos.Extension(21, new byte[4000])));
        var scattered = Hellos.Records(message, 1);

        Assert.InRange(scattered.Length, ClientHelloReader.MaxBytes + 1, int.MaxValue);
        AssertMalformed(scattered[..ClientHelloReader.MaxBytes], "hello_too_large");
    }

    [Fact]
    public void Nothing_is_allocated_until_the_hello_is_whole()
    {
        var message = Hellos.Message(Hellos.Body(Hellos.ServerName(Hellos.Name("shop.example")), Hellos.Alpn("h2", "http/1.1")));

        Assert.Equal(0, Peeks.AllocatedBefore<ClientHello>(ClientHelloReader.Read, Hellos.Records(message, 7)));
    }

    private static void AssertMalformed(byte[] bytes, string reason) => Peeks.AssertMalformed<ClientHello>(ClientHelloReader.Read, bytes, reason);
}
