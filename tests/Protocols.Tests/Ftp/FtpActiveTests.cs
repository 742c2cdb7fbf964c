using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>PORT and EPRT: only to the client's own address, never to a well-known port (RFC 2577).</summary>
public sealed class FtpActiveTests
{
    [Fact]
    public void A_port_serves_one_transfer_like_a_passive_channel()
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.StartsWith("200", ftp.Say("PORT 192,0,2,7,8,1"), StringComparison.Ordinal);
        Assert.Equal(2049, ftp.State.ActivePort);
        Assert.StartsWith("150", ftp.Say("RETR file.txt"), StringComparison.Ordinal);
        Assert.StartsWith("226", ftp.Happen(new FtpEvent.TransferEnded()), StringComparison.Ordinal);
        Assert.StartsWith("425", ftp.Say("RETR file.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_active_and_passive_counts()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PASV");
        ftp.Say("PORT 192,0,2,7,8,1");
        Assert.Equal((false, 2049), (ftp.State.Passive, ftp.State.ActivePort));
        Assert.Contains(new FtpEffect.CloseData(), ftp.Effects);
        ftp.Say("EPSV");
        Assert.Equal((true, 0), (ftp.State.Passive, ftp.State.ActivePort));
    }

    [Theory]
    [InlineData("PORT 192,0,2,8,8,1")]
    [InlineData("PORT 127,0,0,1,8,1")]
    [InlineData("PORT 192,0,2,7,0,25")]
    [InlineData("EPRT |1|10.0.0.1|2049|")]
    [InlineData("EPRT |1|192.0.2.7|1023|")]
    public void Nobody_is_sent_to_others(string line)
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.StartsWith("500", ftp.Say(line), StringComparison.Ordinal);
        Assert.Equal(0, ftp.State.ActivePort);
    }

    [Theory]
    [InlineData("PORT 192,0,2,7,8")]
    [InlineData("PORT 192,0,2,7,8,1,1")]
    [InlineData("PORT 192,0,2,7,8,256")]
    [InlineData("PORT 192,0,2,7,8,-1")]
    [InlineData("PORT 192, 0,2,7,8,1")]
    [InlineData("EPRT |1|192.0.2.7|2049")]
    [InlineData("EPRT 1|192.0.2.7|2049|")]
    [InlineData("EPRT |1|192.0.2|2049|")]
    [InlineData("EPRT |1|0300.0.2.7|2049|")]
    [InlineData("EPRT |1|192.0.2.7|65536|")]
    [InlineData("EPRT |1|::1|2049|")]
    [InlineData("EPRT ||192.0.2.7|2049|")]
    [InlineData("EPRT |")]
    public void What_is_no_address_is_501(string line) =>
        Assert.StartsWith("501", FtpConversation.LoggedIn().Say(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("EPRT !1!192.0.2.7!2049!")]
    [InlineData("EPRT ,1,192.0.2.7,2049,")]
    public void The_client_chooses_the_delimiter(string line) =>
        Assert.StartsWith("200", FtpConversation.LoggedIn().Say(line), StringComparison.Ordinal);

    [Fact]
    public void Over_IPv6_there_is_EPRT_alone()
    {
        var ftp = FtpConversation.LoggedIn(ipv6: true);
        Assert.StartsWith("500", ftp.Say("PORT 192,0,2,7,8,1"), StringComparison.Ordinal);
        Assert.Equal("522 Network protocol not supported, use (2).\r\n", ftp.Say("EPRT |1|192.0.2.7|2049|"));
        Assert.StartsWith("200", ftp.Say("EPRT |2|2001:db8:0::1|2049|"), StringComparison.Ordinal);
        Assert.StartsWith("500", ftp.Say("EPRT |2|2001:db8::2|2049|"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_user_does_not_inherit_a_port()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PORT 192,0,2,7,8,1");
        ftp.Say("USER alice");
        Assert.Equal(0, ftp.State.ActivePort);
    }
}
