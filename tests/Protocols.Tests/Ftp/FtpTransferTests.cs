using System.Net;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpTransferTests
{
    [Fact]
    public void Retrieves_from_the_start_and_says_226_at_the_end()
    {
        var ftp = Passive();
        Assert.Equal("150 Opening ASCII mode data connection for \"file.txt\" (1234 bytes).\r\n", ftp.Say("RETR file.txt"));
        Assert.Equal("226 Transfer complete.\r\n", ftp.Happen(new FtpEvent.TransferEnded()));
        Assert.Null(ftp.State.Transfer);
        Assert.StartsWith("425", ftp.Say("RETR file.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FtpFailure.ConnectionLost, 426)]
    [InlineData(FtpFailure.IoError, 451)]
    [InlineData(FtpFailure.NoDataConnection, 425)]
    [InlineData(FtpFailure.StorageFull, 452)]
    public void A_failed_upload_leaves_no_temporary_file(FtpFailure failure, int code)
    {
        var ftp = Passive();
        ftp.Say("STOR new");
        ftp.Advance(100);
        Assert.StartsWith($"{code} ", ftp.Happen(new FtpEvent.TransferEnded(failure)), StringComparison.Ordinal);
        var abort = Assert.IsType<FtpEffect.AbortTransfer>(ftp.Effects[^2]);
        Assert.Equal((".part-1", 100), (abort.Transfer.Temporary, abort.Transfer.Offset));
    }

    [Fact]
    public void Starting_and_ending_twice_answers_once()
    {
        var ftp = Passive();
        ftp.Say("RETR file.txt");
        Assert.Equal("", ftp.Happen(new FtpEvent.TransferStarted { Size = 1 }));
        ftp.Happen(new FtpEvent.TransferEnded());
        Assert.Equal("", ftp.Happen(new FtpEvent.TransferEnded()));
        Assert.Equal("", ftp.Happen(new FtpEvent.TransferEnded(FtpFailure.ConnectionLost)));
    }

    [Fact]
    public void ABOR_ends_a_transfer_with_426_and_226()
    {
        var ftp = Passive();
        ftp.Say("STOR new");
        Assert.Equal("426 Transfer aborted.\r\n226 Abort successful.\r\n", ftp.Say("ABOR"));
        Assert.Contains(ftp.Effects, effect => effect is FtpEffect.AbortTransfer { Transfer.Temporary: ".part-1" });
        Assert.Equal("", ftp.Happen(new FtpEvent.TransferEnded(FtpFailure.ConnectionLost)));
        Assert.StartsWith("225", ftp.Say("ABOR"), StringComparison.Ordinal);
    }

    [Fact]
    public void ABOR_without_a_transfer_closes_the_passive_channel()
    {
        var ftp = Passive();
        Assert.StartsWith("226", ftp.Say("ABOR"), StringComparison.Ordinal);
        Assert.Contains(new FtpEffect.CloseData(), ftp.Effects);
        Assert.False(ftp.State.Passive);
    }

    [Fact]
    public void QUIT_in_mid_transfer_waits_for_its_end()
    {
        var ftp = Passive();
        ftp.Say("RETR file.txt");
        Assert.Equal("", ftp.Say("QUIT"));
        Assert.Equal("", ftp.Happen(new FtpEvent.ShuttingDown()));
        Assert.Equal("226 Transfer complete.\r\n221 Goodbye.\r\n", ftp.Happen(new FtpEvent.TransferEnded()));
        Assert.Equal(new FtpEffect.CloseControl(), ftp.Effects[^1]);
    }

    [Fact]
    public void Shutdown_in_mid_transfer_waits_for_its_end_and_silence_does_not_count()
    {
        var ftp = Passive();
        ftp.Say("RETR file.txt");
        Assert.Equal("", ftp.Happen(new FtpEvent.TimedOut()));
        Assert.Equal("", ftp.Happen(new FtpEvent.ShuttingDown()));
        Assert.StartsWith("426 Transfer aborted.\r\n226 Abort successful.\r\n421 ", ftp.Say("ABOR"), StringComparison.Ordinal);
    }

    [Fact]
    public void REST_is_for_the_next_RETR_in_TYPE_I_only()
    {
        var ftp = Passive();
        ftp.Say("TYPE I");
        Assert.StartsWith("350", ftp.Say("REST 1000"), StringComparison.Ordinal);
        ftp.Say("RETR file.txt");
        Assert.Equal(1000, ftp.State.Transfer?.Offset);
        ftp.Happen(new FtpEvent.TransferEnded());
        ftp.Say("PASV");
        ftp.Say("RETR file.txt");
        Assert.Equal(0, ftp.State.Transfer?.Offset);
    }

    [Theory]
    [InlineData("TYPE I", "REST 5", "STOU", 554)]
    [InlineData("TYPE I", "REST 5", "APPE new", 554)]
    [InlineData("TYPE A", "REST 5", "STOR new", 555)]
    [InlineData("TYPE A", "REST 5", "RETR file.txt", 555)]
    [InlineData("TYPE I", "REST 5", "TYPE A", 200)]
    [InlineData("REST 5", "TYPE I", "RETR file.txt", 150)]
    public void REST_that_cannot_be_obeyed_never_gives_other_bytes(string first, string second, string third, int code)
    {
        var ftp = Passive();
        ftp.Say(first);
        ftp.Say(second);
        Assert.StartsWith($"{code} ", ftp.Say(third), StringComparison.Ordinal);
        if (third == "TYPE A")
            Assert.StartsWith("555 ", ftp.Say("RETR file.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void SIZE_and_MDTM_have_their_bare_forms()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("TYPE I");
        Assert.Equal("213 1234\r\n", ftp.Say("SIZE file.txt"));
        Assert.Equal("213 20260304050607\r\n", ftp.Say("MDTM file.txt"));
    }

    [Fact]
    public void Only_EPSV_after_EPSV_ALL()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("EPSV ALL");
        Assert.StartsWith("503", ftp.Say("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("PORT 192,0,2,7,8,0"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("EPRT |1|192.0.2.7|2048|"), StringComparison.Ordinal);
        Assert.StartsWith("229", ftp.Say("EPSV"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_IPv6_client_is_sent_to_EPSV()
    {
        var ftp = FtpConversation.LoggedIn(ipv6: true);
        Assert.Equal("425 PASV cannot show an IPv6 address, use EPSV.\r\n", ftp.Say("PASV"));
        Assert.StartsWith("522", ftp.Say("EPSV 1"), StringComparison.Ordinal);
        Assert.StartsWith("229", ftp.Say("EPSV 2"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shown_address_that_PASV_cannot_carry_closes_the_channel()
    {
        var ftp = FtpConversation.LoggedIn();
        var opened = new FtpEvent.PassiveOpened(IPAddress.IPv6Loopback, 5001, Extended: false);
        Assert.StartsWith("425", ftp.Happen(opened), StringComparison.Ordinal);
        Assert.Contains(new FtpEffect.CloseData(), ftp.Effects);
        Assert.False(ftp.State.Passive);
    }

    [Fact]
    public void A_second_passive_channel_replaces_the_first()
    {
        var ftp = Passive();
        ftp.Say("EPSV");
        Assert.Equal([new FtpEffect.CloseData(), new FtpEffect.OpenPassive(true)], ftp.Effects[^3..^1]);
    }

    [Theory]
    [InlineData("RETR nowhere")]
    [InlineData("STOU")]
    public void A_refused_transfer_uses_up_the_passive_channel(string line)
    {
        var ftp = Passive();
        ftp.Say("TYPE I");
        ftp.Say("REST 1");
        ftp.Say(line);
        Assert.Equal((false, 0L, (FtpTransfer?)null), (ftp.State.Passive, ftp.State.Restart, ftp.State.Transfer));
    }

    [Theory]
    [InlineData("NLST", "/home", null, "")]
    [InlineData("NLST sub", "/home/sub", null, "sub/")]
    [InlineData("NLST *.txt", "/home", "*.txt", "")]
    [InlineData("NLST sub/*.t?t", "/home/sub", "*.t?t", "sub/")]
    [InlineData("NLST /", "/", null, "/")]
    [InlineData("NLST -1 sub", "/home/sub", null, "sub/")]
    [InlineData("LIST -la", "/home", null, "")]
    [InlineData("LIST  -a -l sub dir", "/home/sub dir", null, "")]
    [InlineData("LIST ./-x", "/home/-x", null, "")]
    public void Listings_know_path_pattern_and_prefix(string line, string path, string? pattern, string prefix)
    {
        var ftp = Passive();
        Assert.StartsWith("150 Opening ASCII mode data connection for the listing", ftp.Say(line), StringComparison.Ordinal);
        Assert.Equal((path, pattern, prefix), (ftp.State.Transfer!.Path, ftp.State.Transfer.Pattern, ftp.State.Transfer.Prefix));
    }

    [Fact]
    public void STAT_shows_where_the_transfer_is()
    {
        var ftp = Passive();
        ftp.Say("RETR file.txt");
        ftp.Advance(77);
        Assert.Equal(
            "211-Status:\r\n Logged in as alice\r\n Not encrypted\r\n TYPE Ascii, STRU File, MODE Stream\r\n Working directory \"/home\"\r\n"
            + " Retr of \"/home/file.txt\", at byte 77\r\n211 End\r\n",
            ftp.Say("STAT"));
    }

    [Fact]
    public void Quotes_in_a_directory_are_doubled()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("CWD it's \"here\"");
        Assert.Equal("257 \"/home/it's \"\"here\"\"\" is the working directory.\r\n", ftp.Say("PWD"));
    }

    [Fact]
    public void Progress_without_a_transfer_is_the_callers_fault() =>
        Assert.Throws<InvalidOperationException>(() => new FtpState().Advance(1));

    private static FtpConversation Passive()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PASV");
        return ftp;
    }
}
