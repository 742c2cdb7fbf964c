using System.Net;
using System.Text;
using SocketGateway.Protocols.ProxyProtocol;
using SocketGateway.Protocols.Tests.Peeking;

namespace SocketGateway.Protocols.Tests.ProxyProtocol;

/// <summary>Version 1, section 2.1 of the specification.</summary>
public class ProxyLineTests
{
    private const string Longest = "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n";

    [Theory]
    [InlineData("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n", "192.168.0.1:56324", "192.168.0.11:443")]
    [InlineData("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535", "255.255.255.255:65535")]
    [InlineData("PROXY TCP4 0.0.0.0 10.0.0.1 0 1\r\n", "0.0.0.0:0", "10.0.0.1:1")]
    [InlineData("PROXY TCP6 2001:db8::1 ::1 1 65535\r\n", "[2001:db8::1]:1", "[::1]:65535")]
    [InlineData("PROXY TCP6 2001:0DB8:0:0:0:0:0:00FF :: 9 10\r\n", "[2001:db8::ff]:9", "[::]:10")]
    [InlineData("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
        "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535")]
    public void A_line_gives_both_addresses_as_soon_as_it_is_whole(string line, string source, string destination)
    {
        var header = Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Bytes(line));

        Assert.Equal((line.Length, ProxyCommand.Proxy), (header.Length, header.Command));
        Assert.Equal((IPEndPoint.Parse(source), IPEndPoint.Parse(destination)), (header.Source, header.Destination));
        Assert.Empty(header.Tlvs);
    }

    [Theory]
    [InlineData("PROXY TCP6 ::ffff:1.2.3.4 2001:db8::1 1 2\r\n")]
    [InlineData("PROXY TCP6 0:0:0:0:0:ffff:102:304 2001:db8::1 1 2\r\n")]
    public void A_mapped_address_is_the_IPv4_address_that_it_stands_for(string line) =>
        Assert.Equal(IPEndPoint.Parse("1.2.3.4:1"), Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Bytes(line)).Source);

    [Theory]
    [InlineData("PROXY UNKNOWN\r\n")]
    [InlineData("PROXY UNKNOWN \r\n")]
    [InlineData("PROXY UNKNOWN whatever it may be 99999\r\n")]
    [InlineData(Longest)]
    public void An_unknown_connection_has_no_addresses_whatever_the_line_says(string line)
    {
        var header = Peeks.Done<ProxyHeader>(ProxyHeaderReader.Read, Bytes(line));

        Assert.Equal((line.Length, null, null), (header.Length, header.Source, header.Destination));
    }

    [Fact]
    public void A_line_of_107_bytes_is_read_and_a_longer_one_is_refused_as_soon_as_that_is_sure()
    {
        Assert.Equal(107, Longest.Length);
        Peeks.AssertMalformed<ProxyHeader>(ProxyHeaderReader.Read, Bytes(Longest[..^2] + "5"), "line_too_long");
    }

    [Theory]
    [InlineData("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\n")]
    [InlineData("PROXY UNKNOWN\n")]
    public void A_line_feed_alone_is_no_end(string line) => AssertMalformed(line, "bad_line_end");

    [Theory]
    [InlineData("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r ")]
    [InlineData("PROXY UNKNOWN\r\r")]
    public void A_carriage_return_alone_is_no_end(string line) => AssertMalformed(line, "bad_line_end");

    [Theory]
    [InlineData("")]
    [InlineData("TCP")]
    [InlineData("TCP4")]
    [InlineData("tcp4 1.2.3.4 1.2.3.4 1 2")]
    [InlineData("TCP5 1.2.3.4 1.2.3.4 1 2")]
    [InlineData("TCP44 1.2.3.4 1.2.3.4 1 2")]
    [InlineData("UDP4 1.2.3.4 1.2.3.4 1 2")]
    [InlineData(" TCP4 1.2.3.4 1.2.3.4 1 2")]
    [InlineData("UNKNOWNS")]
    [InlineData("unknown")]
    public void Another_protocol_is_refused(string rest) => AssertMalformed($"PROXY {rest}\r\n", "bad_protocol");

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.4.")]
    [InlineData("1.2.3.4.5")]
    [InlineData(".1.2.3.4")]
    [InlineData("1..3.4")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.00")]
    [InlineData("0x1.2.3.4")]
    [InlineData("1.2.3.-4")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3.4\t")]
    [InlineData("::1")]
    [InlineData("16909060")]
    [InlineData("localhost")]
    public void What_is_not_an_IPv4_address_in_its_canonical_form_is_refused_on_either_side(string address)
    {
        AssertMalformed($"PROXY TCP4 {address} 1.2.3.4 1 2\r\n", "bad_address");
        AssertMalformed($"PROXY TCP4 1.2.3.4 {address} 1 2\r\n", "bad_address");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3.4")]
    [InlineData("1")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("[::1]")]
    [InlineData("::1%1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::/64")]
    [InlineData("::ffff:1.2.3")]
    [InlineData("::ffff:1.2.3.04")]
    [InlineData("::ffff:1.2.3.256")]
    [InlineData("1.2.3.4::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    public void What_is_not_an_IPv6_address_is_refused_on_either_side(string address)
    {
        AssertMalformed($"PROXY TCP6 {address} ::1 1 2\r\n", "bad_address");
        AssertMalformed($"PROXY TCP6 ::1 {address} 1 2\r\n", "bad_address");
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("00")]
    [InlineData("65536")]
    [InlineData("99999")]
    [InlineData("100000")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("0x1")]
    [InlineData("1\t")]
    public void What_is_not_a_port_in_its_canonical_form_is_refused_on_either_side(string port)
    {
        AssertMalformed($"PROXY TCP4 1.2.3.4 1.2.3.4 {port} 2\r\n", "bad_port");
        AssertMalformed($"PROXY TCP4 1.2.3.4 1.2.3.4 1 {port}\r\n", "bad_port");
    }

    [Fact]
    public void Two_spaces_a_space_at_the_end_or_a_field_too_few_or_too_many_are_refused()
    {
        AssertMalformed("PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n", "bad_address");
        AssertMalformed("PROXY TCP4 1.2.3.4  1.2.3.4 1 2\r\n", "bad_address");
        AssertMalformed("PROXY TCP4 1.2.3.4\r\n", "bad_address");
        AssertMalformed("PROXY TCP4 1.2.3.4 1.2.3.4  1 2\r\n", "bad_port");
        AssertMalformed("PROXY TCP4 1.2.3.4 1.2.3.4 1  2\r\n", "bad_port");
        AssertMalformed("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n", "bad_port");
        AssertMalformed("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n", "bad_port");
        AssertMalformed("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "bad_port");
        AssertMalformed("PROXY TCP4 1.2.3.4 1.2.3.4\r\n", "bad_port");
    }

    [Theory]
    [InlineData("G")]
    [InlineData("proxy")]
    [InlineData("POST")]
    [InlineData("PROXX")]
    [InlineData("PROXYTCP4")]
    [InlineData("PROXY\r\n")]
    [InlineData("PROXY\t")]
    public void What_does_not_begin_with_the_word_and_a_space_is_another_protocol(string beginning)
    {
        var wrongAt = Enumerable.Range(0, beginning.Length).First(i => beginning[i] != "PROXY "[i]);

        Peeks.AssertForeign<ProxyHeader>(ProxyHeaderReader.Read, Bytes(beginning)[..(wrongAt + 1)]);
    }

    [Fact]
    public void Nothing_is_allocated_until_the_line_is_whole() => Assert.Equal(0, Peeks.AllocatedBefore<ProxyHeader>(ProxyHeaderReader.Read, Bytes(Longest)));

    private static void AssertMalformed(string line, string reason) => Peeks.AssertMalformed<ProxyHeader>(ProxyHeaderReader.Read, Bytes(line), reason);

    private static byte[] Bytes(string line) => Encoding.ASCII.GetBytes(line);
}
