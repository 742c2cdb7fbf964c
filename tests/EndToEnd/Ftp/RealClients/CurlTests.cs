namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>curl, with everything that it can do over FTP. Active mode under TLS is not among it: 7.88 fails at that with vsftpd too.</summary>
public sealed class CurlTests(FilesGateway gateway) : IClassFixture<FilesGateway>
{
    [Theory]
    [InlineData(FtpSecurity.None, "")]
    [InlineData(FtpSecurity.None, "-P -")]
    [InlineData(FtpSecurity.None, "-P - --disable-eprt")]
    [InlineData(FtpSecurity.None, "--disable-epsv")]
    [InlineData(FtpSecurity.Explicit, "")]
    [InlineData(FtpSecurity.Explicit, "--ftp-ssl-control")]
    [InlineData(FtpSecurity.Explicit, "--tls-max 1.2")]
    [InlineData(FtpSecurity.Implicit, "")]
    public async Task Curl_fetches_stores_appends_resumes_lists_and_commands(FtpSecurity security, string how)
    {
        var (served, local) = gateway.Folders("curl");
        var secure = security == FtpSecurity.Explicit && how != "--ftp-ssl-control" ? "--ssl-reqd" : "";
        var url = $"{gateway.Url(security)}/{Path.GetFileName(served)}";
        var output = await FilesGateway.RunAsync(
            $$"""
            set -e
            c() { curl -sS --max-time 50 --user {{FilesGateway.User}}:{{FilesGateway.Password}} --cacert {{gateway.Certificate.File}} {{secure}} {{how}} "$@"; }
            seq 1 100000 > numbers
            c -T numbers {{url}}/numbers
            c {{url}}/numbers | cmp - numbers && echo fetched
            c -r 10-29 {{url}}/numbers | cmp - <(head -c 30 numbers | tail -c 20) && echo range
            head -c 5000 numbers > part && c -C - -o part {{url}}/numbers && cmp part numbers && echo resumed
            head -c 5000 numbers > half && c -T half {{url}}/up && c -C - -T numbers {{url}}/up && c {{url}}/up | cmp - numbers && echo upload resumed
            c -T half {{url}}/appended && c -a -T half {{url}}/appended && c {{url}}/appended | cmp - <(cat half half) && echo appended
            c --ftp-create-dirs -T half "{{url}}/new/d%C3%A9ep/er/file%20name" && echo created
            for method in multicwd nocwd singlecwd; do c --ftp-method $method "{{url}}/new/d%C3%A9ep/er/file%20name" | cmp - half; done && echo methods
            c -l {{url}}/ | tr -d '\r' | sort | tr '\n' ' ' && echo
            c {{url}}/ | grep -c numbers
            c -I {{url}}/numbers | tr -d '\r' | grep -E '^(Content-Length|Last-Modified)' | cut -d: -f1
            c -B {{url}}/half.txt -T half && c -B {{url}}/half.txt | tr -d '\r' | cmp - half && echo ascii
            c -Q "RNFR /{{Path.GetFileName(served)}}/up" -Q "RNTO /{{Path.GetFileName(served)}}/renamed" -l {{url}}/ | grep -c renamed
            c -Q "-DELE numbers" {{url}}/numbers -o /dev/null && echo deleted
            c -Q "MKD /{{Path.GetFileName(served)}}/made" -Q "RMD /{{Path.GetFileName(served)}}/made" -l {{url}}/ -o /dev/null && echo made
            """,
            local);
        Assert.Equal(
            "fetched\nrange\nresumed\nupload resumed\nappended\ncreated\nmethods\nappended new numbers up \n1\nLast-Modified\nContent-Length\nascii\n1\ndeleted\nmade\n",
            output);
        Assert.False(File.Exists(Path.Combine(served, "numbers")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(local, "numbers")), File.ReadAllBytes(Path.Combine(served, "renamed")));
    }

    [Fact]
    public async Task Curl_does_without_a_login_where_anonymous_clients_may_read()
    {
        var (served, local) = gateway.Folders("anonymous");
        await File.WriteAllTextAsync(Path.Combine(served, "file"), "text");
        var url = $"{gateway.Url(FtpSecurity.Explicit)}/{Path.GetFileName(served)}";
        Assert.Equal("texttext", await FilesGateway.RunAsync($"curl -sS {url}/file && curl -sS --ssl-reqd --cacert {gateway.Certificate.File} {url}/file", local));
    }

    [Fact]
    public async Task Curl_is_told_when_a_listener_has_no_TLS_and_does_not_trust_a_strange_certificate()
    {
        var (_, local) = gateway.Folders("refused");
        var output = await FilesGateway.RunAsync(
            $"curl -sS --ssl-reqd {gateway.Url(FtpSecurity.None)}/; echo $?; curl -sS --ssl-reqd {gateway.Url(FtpSecurity.Explicit)}/; echo $?; curl -sS {gateway.Url(FtpSecurity.Implicit)}/; echo $?", local);
        Assert.Equal(["64", "60", "60"], output.Split('\n').Where(line => line.Length == 2));
    }
}
