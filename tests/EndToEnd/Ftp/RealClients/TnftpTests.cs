namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>tnftp by its commands, as a user types them.</summary>
public sealed class TnftpTests(FilesGateway gateway) : IClassFixture<FilesGateway>
{
    [Theory]
    [InlineData("passive on", "epsv4 on")]
    [InlineData("passive on", "epsv4 off")]
    [InlineData("passive off", "epsv4 on")]
    [InlineData("passive off", "epsv4 off")]
    public async Task A_session_of_many_commands(string passive, string extended)
    {
        var (served, local) = gateway.Folders("tnftp");
        var output = await FilesGateway.RunAsync(
            $$"""
            seq 1 20000 > numbers; printf 'tail\n' > tail; mkdir many back
            for i in 1 2 3 4 5; do echo $i > "many/file $i"; done
            ftp -inv <<'END'
            {{passive}}
            {{extended}}
            open 127.0.0.1 {{gateway.Port(FtpSecurity.None)}}
            user {{FilesGateway.User}} {{FilesGateway.Password}}
            cd {{Path.GetFileName(served)}}
            binary
            put numbers
            append tail numbers
            size numbers
            modtime numbers
            rename numbers renamed
            get renamed back/renamed
            ascii
            put tail text
            get text back/text
            binary
            mkdir dir
            cd dir
            lcd many
            mput *
            lcd ../back
            mget *
            ls
            nlist
            cdup
            mkdir gone
            rmdir gone
            put ../tail victim
            delete victim
            delete victim
            restart 5
            get renamed rest
            pwd
            system
            rstatus
            remotehelp
            quit
            END
            cat numbers tail | cmp - back/renamed && cmp tail back/text || exit 1; for i in 1 2 3 4 5; do cmp "many/file $i" "back/file $i" || exit 1; done
            tail -c +6 back/renamed | cmp - <(tail -c +6 {{served}}/renamed) && echo same
            """,
            local);
        Assert.EndsWith("same\n", output, StringComparison.Ordinal);
        Assert.Contains("numbers\t108899", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.StartsWith("550", StringComparison.Ordinal));
        Assert.DoesNotContain(output.Split('\n'), line => line.StartsWith("500", StringComparison.Ordinal) || line.StartsWith("502", StringComparison.Ordinal));
        Assert.Equal(["dir", "dir/file 1", "dir/file 2", "dir/file 3", "dir/file 4", "dir/file 5", "renamed", "text"], Names(served));
    }

    private static IEnumerable<string> Names(string directory) => OddTree.Describe(directory).Select(line => line[..line.LastIndexOf(' ')]);
}
