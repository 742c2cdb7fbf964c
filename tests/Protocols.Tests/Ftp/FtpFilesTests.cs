using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>What is done to files and directories as a whole, and by whom.</summary>
public sealed class FtpFilesTests
{
    [Fact]
    public void RNTO_follows_RNFR_at_once()
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.StartsWith("350", ftp.Say("RNFR file.txt"), StringComparison.Ordinal);
        Assert.StartsWith("250", ftp.Say("RNTO other"), StringComparison.Ordinal);
        Assert.Contains(new FtpEffect.Rename("/home/file.txt", "/home/other"), ftp.Effects);
        Assert.StartsWith("503", ftp.Say("RNTO again"), StringComparison.Ordinal);
        ftp.Say("RNFR file.txt");
        ftp.Say("PWD");
        Assert.StartsWith("503", ftp.Say("RNTO other"), StringComparison.Ordinal);
        ftp.Say("RNFR file.txt");
        Assert.StartsWith("550", ftp.Say("RNTO taken"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("RNTO other"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_directory_is_named_in_quotes() =>
        Assert.Equal("257 \"/home/a \"\"b\"\"\" was made.\r\n", FtpConversation.LoggedIn().Say("MKD a \"b\""));

    [Fact]
    public void MLST_shows_the_facts_that_were_chosen_and_the_whole_path()
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.Equal(
            "250-Listing:\r\n type=file;size=1234;modify=20260304050607;perm=adfrw;UNIX.mode=0644; /home/file.txt\r\n250 End\r\n", ftp.Say("MLST file.txt"));
        Assert.Equal("200 MLST OPTS type;perm;\r\n", ftp.Say("OPTS MLST perm;TYPE;nonsense;"));
        Assert.Equal("250-Listing:\r\n type=dir;perm=cdeflmp; /home\r\n250 End\r\n", ftp.Say("MLST"));
        Assert.Equal("200 MLST OPTS\r\n", ftp.Say("OPTS MLST"));
        Assert.Equal("250-Listing:\r\n  /home\r\n250 End\r\n", ftp.Say("MLST"));
    }

    [Fact]
    public void MFMT_says_what_it_set()
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.Equal("213 Modify=20200102030405; /home/file.txt\r\n", ftp.Say("MFMT 20200102030405.678 file.txt"));
        Assert.Contains(
            new FtpEffect.SetTime("/home/file.txt", new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero)), ftp.Effects);
        foreach (var wrong in new[] { "MFMT 2020 file.txt", "MFMT 20200102030405", "MFMT 20200102030405. file.txt", "MFMT 20200102030405 ", "MFMT  file.txt" })
            Assert.StartsWith("501", ftp.Say(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void STAT_of_a_path_shows_it_on_the_control_connection_also_in_mid_transfer()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PASV");
        ftp.Say("RETR file.txt");
        Assert.Equal(
            "212-Status of \"/home\":\r\n -rw-r--r--    1 ftp      ftp              1234 Mar  4 05:06 file.txt\r\n There is more: use LIST.\r\n212 End\r\n",
            ftp.Say("STAT -la"));
        Assert.StartsWith("550", ftp.Say("STAT nowhere"), StringComparison.Ordinal);
        Assert.NotNull(ftp.State.Transfer);
        Assert.StartsWith("226", ftp.Happen(new FtpEvent.TransferEnded()), StringComparison.Ordinal);
    }

    [Fact]
    public void SITE_CHMOD_sets_nine_bits()
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.StartsWith("200", ftp.Say("SITE chmod 0640 file.txt"), StringComparison.Ordinal);
        Assert.Contains(new FtpEffect.SetMode("/home/file.txt", (UnixFileMode)0x1A0), ftp.Effects);
        Assert.StartsWith("501", ftp.Say("SITE CHMOD 640 "), StringComparison.Ordinal);
        Assert.StartsWith("501", ftp.Say("SITE CHMOD u+x file.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void STOU_tells_the_name_that_was_chosen()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PASV");
        Assert.Equal("150 FILE: /home/file.unique\r\n", ftp.Say("STOU"));
        Assert.Equal("/home/file.unique", ftp.State.Transfer!.Path);
    }

    [Fact]
    public void APPE_begins_where_the_file_ends()
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PASV");
        ftp.Say("APPE file.txt");
        Assert.Equal((1234, 1234, null), (ftp.State.Transfer!.Offset, ftp.State.Transfer.Start, ftp.State.Transfer.Temporary));
    }

    [Fact]
    public void REST_sets_where_STOR_begins()
    {
        var ftp = FtpConversation.LoggedIn();
        foreach (var line in new[] { "TYPE I", "PASV", "REST 100", "STOR file.txt" })
            ftp.Say(line);
        Assert.Equal((100, 100), (ftp.State.Transfer!.Offset, ftp.State.Transfer.Start));
    }

    [Theory]
    [InlineData("reader", "RETR file.txt", 150)]
    [InlineData("reader", "STOR new", 550)]
    [InlineData("reader", "STOU", 550)]
    [InlineData("reader", "APPE file.txt", 550)]
    [InlineData("reader", "DELE file.txt", 550)]
    [InlineData("reader", "RMD empty", 550)]
    [InlineData("reader", "MKD new", 550)]
    [InlineData("reader", "RNFR file.txt", 550)]
    [InlineData("reader", "SITE CHMOD 644 file.txt", 550)]
    [InlineData("reader", "MFMT 20200102030405 file.txt", 550)]
    [InlineData("writer", "STOR new", 150)]
    [InlineData("writer", "RETR file.txt", 550)]
    [InlineData("writer", "LIST", 550)]
    [InlineData("writer", "NLST", 550)]
    [InlineData("writer", "MLSD", 550)]
    [InlineData("writer", "MLST file.txt", 550)]
    [InlineData("writer", "SIZE file.txt", 550)]
    [InlineData("writer", "MDTM file.txt", 550)]
    [InlineData("writer", "STAT file.txt", 550)]
    [InlineData("writer", "CWD /", 250)]
    [InlineData("writer", "DELE file.txt", 550)]
    [InlineData("writer", "MKD new", 550)]
    public void Each_has_the_rights_of_its_roles(string user, string line, int code)
    {
        var ftp = new FtpConversation();
        foreach (var before in new[] { $"USER {user}", "PASS secret", "TYPE I", "PASV" })
            ftp.Say(before);
        Assert.StartsWith($"{code} ", ftp.Say(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STOR /incoming/new", 150)]
    [InlineData("STOU /incoming/new", 150)]
    [InlineData("STOR /new", 550)]
    [InlineData("STOR /incoming", 550)]
    [InlineData("STOR /incoming/sub/new", 550)]
    [InlineData("STOR /Incoming/new", 550)]
    [InlineData("APPE /incoming/new", 550)]
    [InlineData("RETR /incoming/new", 550)]
    [InlineData("RETR /INCOMING/new", 550)]
    [InlineData("RETR /home/../incoming/new", 550)]
    [InlineData("SIZE /incoming/new", 550)]
    [InlineData("MDTM /incoming/new", 550)]
    [InlineData("MLST /incoming/new", 550)]
    [InlineData("STAT /incoming", 550)]
    [InlineData("STAT /incoming/new", 550)]
    [InlineData("LIST /incoming", 550)]
    [InlineData("LIST /incoming/*", 550)]
    [InlineData("NLST /incoming/", 550)]
    [InlineData("MLSD /incoming", 550)]
    [InlineData("CWD /incoming", 250)]
    [InlineData("CWD /incoming/sub", 550)]
    [InlineData("MKD /incoming/sub", 550)]
    [InlineData("DELE /incoming/new", 550)]
    [InlineData("RNFR /incoming/new", 550)]
    [InlineData("LIST /", 150)]
    public void Strangers_can_leave_something_in_one_directory_and_never_see_it_again(string line, int code)
    {
        var ftp = new FtpConversation(new FtpPolicy { Anonymous = FtpAnonymous.ReadOnly, AnonymousUploads = "/incoming" });
        foreach (var before in new[] { "USER ftp", "PASS me@", "TYPE I", "PASV" })
            ftp.Say(before);
        Assert.StartsWith($"{code} ", ftp.Say(line), StringComparison.Ordinal);
        if (line.StartsWith("STO", StringComparison.Ordinal) && code == 150)
            Assert.True(ftp.State.Transfer!.MustBeNew);
    }

    [Fact]
    public void What_strangers_sent_is_not_continued()
    {
        var ftp = new FtpConversation(new FtpPolicy { Anonymous = FtpAnonymous.ReadOnly, AnonymousUploads = "/incoming" });
        foreach (var before in new[] { "USER ftp", "PASS me@", "TYPE I", "PASV", "REST 10" })
            ftp.Say(before);
        Assert.StartsWith("554", ftp.Say("STOR /incoming/new"), StringComparison.Ordinal);
    }
}
