using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>RFC 2228 and 4217.</summary>
public sealed class FtpSecurityTests
{
    private static readonly FtpPolicy Optional = new() { Tls = FtpTls.Optional };
    private static readonly FtpPolicy Required = new() { Tls = FtpTls.Required };

    [Fact]
    public void Without_a_certificate_nothing_of_it_exists()
    {
        var ftp = new FtpConversation();
        foreach (var line in new[] { "AUTH TLS", "PBSZ 0", "PROT P", "CCC" })
            Assert.StartsWith("502 ", ftp.Say(line), StringComparison.Ordinal);
        Assert.DoesNotContain("AUTH", ftp.Say("FEAT"), StringComparison.Ordinal);
    }

    [Fact]
    public void AUTH_is_answered_in_the_clear_then_encrypts_and_ends_a_login_that_stood()
    {
        var ftp = FtpConversation.LoggedIn(policy: Optional);
        ftp.Say("PASV");
        ftp.Say("TYPE I");
        Assert.Equal("234 AUTH TLS accepted.\r\n", ftp.Say("AUTH tls"));
        Assert.Equal(new FtpEffect.StartTls(), ftp.Effects[^1]);
        Assert.Contains(new FtpEffect.CloseData(), ftp.Effects);
        Assert.Equal(new FtpState { Client = FtpConversation.Client, Secure = true }, ftp.State);
        Assert.StartsWith("530", ftp.Say("PWD"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("AUTH TLS"), StringComparison.Ordinal);
    }

    [Fact]
    public void PROT_comes_after_PBSZ_and_that_after_AUTH()
    {
        var ftp = new FtpConversation(Optional);
        Assert.StartsWith("503", ftp.Say("PBSZ 0"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("PROT P"), StringComparison.Ordinal);
        ftp.Say("AUTH TLS-C");
        Assert.StartsWith("503", ftp.Say("PROT P"), StringComparison.Ordinal);
        Assert.StartsWith("501", ftp.Say("PBSZ x"), StringComparison.Ordinal);
        Assert.Equal("200 PBSZ=0\r\n", ftp.Say("PBSZ 4096"));
        Assert.StartsWith("536", ftp.Say("PROT S"), StringComparison.Ordinal);
        Assert.StartsWith("536", ftp.Say("PROT E"), StringComparison.Ordinal);
        Assert.StartsWith("504", ftp.Say("PROT X"), StringComparison.Ordinal);
        Assert.StartsWith("200", ftp.Say("PROT P"), StringComparison.Ordinal);
        Assert.True(ftp.State.PrivateData);
        Assert.StartsWith("200", ftp.Say("PROT C"), StringComparison.Ordinal);
        Assert.False(ftp.State.PrivateData);
    }

    [Theory]
    [InlineData("TLS-P")]
    [InlineData("SSL")]
    public void The_old_names_ask_for_encrypted_data_at_once(string mechanism)
    {
        var ftp = new FtpConversation(Optional);
        ftp.Say("AUTH " + mechanism);
        Assert.True(ftp.State.PrivateData);
    }

    [Fact]
    public void A_passive_channel_has_the_protection_of_its_time()
    {
        var ftp = new FtpConversation(Optional);
        foreach (var line in new[] { "AUTH TLS", "USER alice", "PASS secret", "PBSZ 0", "EPSV" })
            ftp.Say(line);
        Assert.Contains(new FtpEffect.OpenPassive(Extended: true, Secure: false), ftp.Effects);
        ftp.Say("PROT P");
        Assert.Contains(new FtpEffect.CloseData(), ftp.Effects);
        Assert.False(ftp.State.Passive);
        ftp.Say("EPSV");
        Assert.Contains(new FtpEffect.OpenPassive(Extended: true, Secure: true), ftp.Effects);
    }

    [Fact]
    public void Where_encryption_is_required_there_is_neither_login_nor_transfer_without_it()
    {
        var ftp = new FtpConversation(Required);
        Assert.StartsWith("530", ftp.Say("USER alice"), StringComparison.Ordinal);
        Assert.StartsWith("503", ftp.Say("PASS secret"), StringComparison.Ordinal);
        foreach (var line in new[] { "AUTH TLS", "USER alice", "PASS secret", "EPSV" })
            ftp.Say(line);
        foreach (var line in new[] { "LIST", "NLST", "MLSD", "RETR file.txt", "STOR new", "APPE new", "STOU" })
            Assert.StartsWith("521", ftp.Say(line), StringComparison.Ordinal);
        ftp.Say("PBSZ 0");
        Assert.StartsWith("534", ftp.Say("PROT C"), StringComparison.Ordinal);
        ftp.Say("PROT P");
        ftp.Say("EPSV");
        Assert.StartsWith("150", ftp.Say("RETR file.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_began_encrypted_has_encrypted_data_too()
    {
        var ftp = new FtpConversation(Required, secure: true);
        foreach (var line in new[] { "USER alice", "PASS secret", "EPSV" })
            ftp.Say(line);
        Assert.Contains(new FtpEffect.OpenPassive(Extended: true, Secure: true), ftp.Effects);
        Assert.StartsWith("150", ftp.Say("LIST"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_connection_cannot_begin_anew()
    {
        var ftp = new FtpConversation(Optional, secure: true);
        Assert.StartsWith("502", ftp.Say("REIN"), StringComparison.Ordinal);
        Assert.True(ftp.State.Secure);
    }

    [Fact]
    public void Failed_logins_are_counted_over_AUTH()
    {
        var ftp = new FtpConversation(Optional);
        ftp.Say("USER alice");
        ftp.Say("PASS wrong");
        ftp.Say("AUTH TLS");
        Assert.Equal(1, ftp.State.FailedLogins);
    }
}
