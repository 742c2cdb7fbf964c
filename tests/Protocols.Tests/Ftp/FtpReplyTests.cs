using System.Buffers;
using System.Net;
using System.Text;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpReplyTests
{
    [Theory]
    [InlineData(200, "OK.", "200 OK.\r\n")]
    [InlineData(211, "First\nEnd", "211-First\r\n211 End\r\n")]
    [InlineData(211, "First\n211 looks like the end\nEnd", "211-First\r\n 211 looks like the end\r\n211 End\r\n")]
    [InlineData(257, "a\rb\u0085c", "257 a?b?c\r\n")]
    public void Wire_format_of_RFC_959_4_2(int code, string text, string wire)
    {
        var output = new ArrayBufferWriter<byte>();
        new FtpReply(code, text).WriteTo(output);
        Assert.Equal(wire, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Names_go_out_in_UTF_8()
    {
        var output = new ArrayBufferWriter<byte>();
        new FtpReply(257, "ü").WriteTo(output);
        Assert.Equal([.. "257 "u8, 0xC3, 0xBC, .. "\r\n"u8], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Features_have_one_space_before_each_line_and_show_the_facts_that_were_chosen() =>
        Assert.Equal(
            "211-Extensions supported:\r\n EPRT\r\n EPSV\r\n MDTM\r\n MFMT\r\n MLST type;size*;modify;perm;UNIX.mode;\r\n REST STREAM\r\n SIZE\r\n"
            + " TVFS\r\n UTF8\r\n211 End\r\n",
            FtpReplies.Features(new FtpPolicy(), new FtpState { Facts = FtpFacts.Size }).ToString());

    [Fact]
    public void Encryption_is_a_feature_where_there_is_any() =>
        Assert.Contains("\nAUTH TLS\nPBSZ\nPROT\n", FtpReplies.Features(new FtpPolicy { Tls = FtpTls.Required }, new FtpState()).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("192.168.1.20", 65535, "227 Entering Passive Mode (192,168,1,20,255,255).\r\n")]
    [InlineData("::ffff:10.0.0.1", 256, "227 Entering Passive Mode (10,0,0,1,1,0).\r\n")]
    [InlineData("127.0.0.1", 255, "227 Entering Passive Mode (127,0,0,1,0,255).\r\n")]
    public void Pasv_shows_address_and_port_in_bytes(string address, int port, string wire) =>
        Assert.Equal(wire, FtpAddress.FormatPasv(IPAddress.Parse(address), port).ToString());

    [Fact]
    public void Epsv_shows_the_port_alone() =>
        Assert.Equal("229 Entering Extended Passive Mode (|||40000|).\r\n", FtpAddress.FormatEpsv(40000).ToString());

    [Fact]
    public void Impossible_addresses_are_the_callers_fault()
    {
        Assert.Throws<ArgumentException>(() => FtpAddress.FormatPasv(IPAddress.IPv6Loopback, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpAddress.FormatPasv(IPAddress.Loopback, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpAddress.FormatEpsv(65536));
    }

    [Fact]
    public void Every_failure_has_an_error_code() => Assert.All(Enum.GetValues<FtpFailure>(), failure =>
    {
        Assert.InRange(FtpReplies.Failed(failure).Code, 421, 554);
        Assert.InRange(FtpReplies.Failed(failure, new FtpTransfer(FtpTransferKind.Stor, "/x", FtpType.Image)).Code, 421, 554);
    });

    [Fact]
    public void A_disk_that_is_full_is_452_and_a_name_that_is_not_allowed_553()
    {
        Assert.Equal(452, FtpReplies.Failed(FtpFailure.StorageFull).Code);
        Assert.Equal(553, FtpReplies.Failed(FtpFailure.NameNotAllowed).Code);
    }
}
