namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>
/// lftp moves a tree of up to 2,000 files with odd names to the server and back. With TLS 1.3 it closes uploads without reading anything: session tickets that it had not read
/// would make its kernel drop what it has not sent yet, as with vsftpd, so the server withholds them.
/// </summary>
public sealed class LftpMirrorTests(FilesGateway gateway) : IClassFixture<FilesGateway>
{
    [Theory]
    [InlineData(FtpSecurity.None, "on", 2000)]
    [InlineData(FtpSecurity.None, "off", 300)]
    [InlineData(FtpSecurity.Explicit, "on", 2000)]
    [InlineData(FtpSecurity.Implicit, "on", 300)]
    public async Task A_tree_goes_up_and_comes_back_unchanged(FtpSecurity security, string passive, int files)
    {
        var (served, local) = gateway.Folders("mirror");
        var (here, back) = (Path.Combine(local, "here"), Path.Combine(local, "back"));
        OddTree.Create(here, files);
        var script = $$"""
            cat > script <<'END'
            set cmd:fail-exit yes
            set net:max-retries 2
            set net:timeout 20
            set ftp:passive-mode {{passive}}
            set ftp:ssl-allow {{(security == FtpSecurity.None ? "no" : "yes")}}
            set ftp:ssl-force {{(security == FtpSecurity.Explicit ? "yes" : "no")}}
            set ftp:ssl-protect-data yes
            set ssl:ca-file {{gateway.Certificate.File}}
            open -u {{FilesGateway.User}},{{FilesGateway.Password}} {{gateway.Url(security)}}
            mirror -R --parallel=4 --no-perms here {{Path.GetFileName(served)}}
            mirror --parallel=4 --no-perms {{Path.GetFileName(served)}} back
            bye
            END
            lftp -f script
            """;
        await FilesGateway.RunAsync(script, local, seconds: 280);
        var expected = OddTree.Describe(here, withTimes: true);
        Assert.True(expected.Count > files);
        Assert.Equal(expected, OddTree.Describe(served, withTimes: true));
        Assert.Equal(expected, OddTree.Describe(back, withTimes: true));
    }
}
