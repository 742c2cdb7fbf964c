using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpLoginTests
{
    private static readonly FtpPolicy Anonymous = new() { Anonymous = FtpAnonymous.ReadOnly };

    [Fact]
    public void Greets_and_logs_in_to_the_home_directory()
    {
        var ftp = FtpConversation.LoggedIn();
        Assert.Equal("220 SocketGateway FTP service ready.\r\n331 Password required.\r\n230 Login successful.\r\n", ftp.Seen);
        Assert.Equal("257 \"/home\" is the working directory.\r\n", ftp.Say("PWD"));
        Assert.Equal((FtpRights.All, "/alice"), (ftp.State.Rights, ftp.State.Base));
    }

    [Fact]
    public void The_third_failure_closes_and_REIN_does_not_help()
    {
        var ftp = new FtpConversation();
        ftp.Say("USER alice");
        Assert.StartsWith("530", ftp.Say("PASS wrong"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("PASS secret"), StringComparison.Ordinal);
        ftp.Say("USER nobody");
        ftp.Say("PASS secret");
        ftp.Say("REIN");
        ftp.Say("USER alice");
        Assert.StartsWith("421", ftp.Say("PASS wrong"), StringComparison.Ordinal);
        Assert.IsType<FtpEffect.CloseControl>(ftp.Effects[^1]);
        Assert.Equal(FtpClosing.Closed, ftp.State.Closing);
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("FTP")]
    public void Anonymous_clients_read_with_any_password_and_never_write(string name)
    {
        var ftp = new FtpConversation(Anonymous);
        Assert.StartsWith("331 Anonymous", ftp.Say("USER " + name), StringComparison.Ordinal);
        Assert.StartsWith("230", ftp.Say("PASS"), StringComparison.Ordinal);
        Assert.DoesNotContain(ftp.Effects, effect => effect is FtpEffect.CheckPassword);
        ftp.Say("EPSV");
        Assert.StartsWith("550", ftp.Say("STOR x"), StringComparison.Ordinal);
        ftp.Say("EPSV");
        Assert.StartsWith("150", ftp.Say("LIST"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_policy_off_anonymous_is_a_name_like_any_other()
    {
        var ftp = new FtpConversation();
        Assert.Equal("331 Password required.\r\n", ftp.Say("USER anonymous"));
        Assert.StartsWith("530", ftp.Say("PASS me@"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_for_anonymous_ones_lets_in_nobody_else()
    {
        var ftp = new FtpConversation(Anonymous);
        ftp.Say("USER alice");
        Assert.StartsWith("530", ftp.Say("PASS wrong"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USER bob")]
    [InlineData("REIN")]
    public void A_new_login_takes_the_old_ones_rights_and_passive_channel(string line)
    {
        var ftp = FtpConversation.LoggedIn();
        ftp.Say("PASV");
        ftp.Say(line);
        Assert.Contains(new FtpEffect.CloseData(), ftp.Effects);
        Assert.Equal((FtpRights.None, false, "/", "/"), (ftp.State.Rights, ftp.State.Passive, ftp.State.Directory, ftp.State.Base));
        Assert.StartsWith("530", ftp.Say("PWD"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_nobody_asked_for_changes_nothing()
    {
        var ftp = new FtpConversation();
        Assert.Equal("", ftp.Happen(new FtpEvent.PasswordChecked(true, "/", FtpRights.All)));
        Assert.Equal(FtpLogin.None, ftp.State.Login);
    }

    [Fact]
    public void A_home_that_is_no_path_is_the_root()
    {
        var asked = new FtpState { Login = FtpLogin.NeedsPassword, User = "x" };
        var step = FtpMachine.Handle(new FtpPolicy(), asked, new FtpEvent.PasswordChecked(true, "\0"));
        Assert.Equal("/", step.State.Directory);
    }

    [Fact]
    public void A_user_name_is_bounded()
    {
        Assert.StartsWith("331", new FtpConversation().Say("USER " + new string('x', FtpState.MaxUserLength)), StringComparison.Ordinal);
        Assert.StartsWith("501", new FtpConversation().Say("USER " + new string('x', FtpState.MaxUserLength + 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_and_shutdown_close_with_421()
    {
        Assert.StartsWith("421", FtpConversation.LoggedIn().Happen(new FtpEvent.TimedOut()), StringComparison.Ordinal);
        Assert.StartsWith("421", new FtpConversation().Happen(new FtpEvent.ShuttingDown()), StringComparison.Ordinal);
    }
}
