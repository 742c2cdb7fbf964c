using System.Security.Cryptography;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>Ordinary clients against the built gateway.</summary>
public sealed class FtpClientTests(SharedFtp gateway) : IClassFixture<SharedFtp>
{
    private const long Large = 200L << 20;

    private string Anonymous => $"ftp://127.0.0.1:{gateway.Port}";

    private string Alice => $"--user 'alice:{FtpHost.Password}' ftp://127.0.0.1:{gateway.Port}";

    [Fact]
    public async Task Curl_lists_fetches_and_resumes()
    {
        Assert.Contains("hello.txt", await CurlAsync($"{Anonymous}/"), StringComparison.Ordinal);
        Assert.Equal("hello\nworld\n", await CurlAsync($"{Anonymous}/hello.txt"));
        Assert.Equal("lo\nworld\n", await CurlAsync($"-C 3 {Anonymous}/hello.txt"));
        Assert.Equal("ello", await CurlAsync($"-r 1-4 {Anonymous}/hello.txt"));
        Assert.Equal("alice\nhello.txt\n", (await CurlAsync($"-l {Anonymous}/ | grep -v big | sort")).Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Curl_moves_200_MB_both_ways_unchanged()
    {
        var hash = await HashAsync(gateway.Host.MakeFile("big-200", Large));
        Assert.StartsWith(hash, await CurlAsync($"{Anonymous}/big-200 | sha256sum"), StringComparison.Ordinal);
        Assert.Equal("", await CurlAsync($"-T {gateway.Host.Root}/big-200 {Alice}/up"));
        Assert.Equal(hash, await HashAsync(Path.Combine(gateway.Host.Root, "alice", "up")));
        Assert.Empty(gateway.Host.Parts);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_size_of_a_file()
    {
        await using (var file = File.Create(Path.Combine(gateway.Host.Root, "big-sparse"))) file.SetLength(1L << 30);
        await CurlAsync($"-o /dev/null {Anonymous}/hello.txt");
        var before = gateway.Process.ResidentBytes;
        Assert.Equal("1073741824", await CurlAsync($"-o /dev/null -w '%{{size_download}}' {Anonymous}/big-sparse"));
        Assert.InRange(gateway.Process.ResidentBytes - before, long.MinValue, 64 * 1024 * 1024);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_entries_of_a_directory()
    {
        const int Count = 100_000;
        var many = Directory.CreateDirectory(Path.Combine(gateway.Host.Root, "many")).FullName;
        await RunAsync($"cd {many} && seq -f 'a-file-with-a-name-%06g' {Count} | xargs touch");
        await CurlAsync($"-l {Anonymous}/ -o /dev/null");
        var before = gateway.Process.ResidentBytes;
        Assert.Equal($"{Count}", (await CurlAsync($"{Anonymous}/many/ | sort -u | wc -l")).Trim());
        Assert.Equal($"{Count}", (await CurlAsync($"-X MLSD {Anonymous}/many/ | sort -u | wc -l")).Trim());
        Assert.InRange(gateway.Process.ResidentBytes - before, long.MinValue, 64 * 1024 * 1024);
        Directory.Delete(many, recursive: true);
    }

    [Fact]
    public async Task Curl_does_the_same_in_active_mode_and_works_on_files_and_directories()
    {
        Assert.Equal("hello\nworld\n", await CurlAsync($"-P - {Anonymous}/hello.txt"));
        Assert.Equal("hello\nworld\n", await CurlAsync($"-P - --disable-eprt {Anonymous}/hello.txt"));
        Assert.Equal("hello\nworld\n", await CurlAsync($"--disable-epsv {Anonymous}/hello.txt"));
        var work = gateway.Host.Work;
        await File.WriteAllTextAsync(Path.Combine(work, "begin"), "begin, ");
        await File.WriteAllTextAsync(Path.Combine(work, "whole"), "begin, end");
        Assert.Equal("", await CurlAsync($"-T begin {Alice}/grown -Q '-SITE CHMOD 600 grown'"));
        Assert.Equal("", await CurlAsync($"-C - -T whole {Alice}/grown"));
        Assert.Equal("", await CurlAsync($"-a -T whole {Alice}/grown"));
        var path = Path.Combine(gateway.Host.Root, "alice", "grown");
        Assert.Equal("begin, endbegin, end", await File.ReadAllTextAsync(path));
        Assert.Equal("", await CurlAsync($"-o /dev/null -Q 'MKD made' -Q 'RNFR grown' -Q 'RNTO made/moved' -Q 'MFMT 20200102030405 made/moved' {Alice}/"));
        Assert.Equal(new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(Path.GetDirectoryName(path)!, "made", "moved")));
        Assert.Equal("", await CurlAsync($"-o /dev/null -Q 'DELE made/moved' -Q 'RMD made' {Alice}/"));
        Assert.False(Directory.Exists(Path.Combine(gateway.Host.Root, "alice", "made")));
    }

    [Fact]
    public async Task Curl_is_refused_a_wrong_password_anonymous_writing_and_ways_out()
    {
        Assert.Contains("530", await CurlAsync($"--user alice:wrong {Anonymous}/"), StringComparison.Ordinal);
        Assert.Contains("550", await CurlAsync($"-T {gateway.Host.Root}/hello.txt {Anonymous}/mine.txt"), StringComparison.Ordinal);
        File.CreateSymbolicLink(Path.Combine(gateway.Host.Root, "alice", "way-out"), "../../secret.txt");
        foreach (var path in new[] { "../secret.txt", "%2e%2e/secret.txt", "/%2Fetc/passwd", "alice/way-out", "alice/../../secret.txt" })
        {
            var answer = await CurlAsync($"--path-as-is {Anonymous}/{path}");
            Assert.StartsWith("curl: (", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lftp_lists_changes_directory_and_moves_files()
    {
        var output = await RunAsync($$"""
            mkdir -p lftp && cd lftp && printf 'one\n' > one.txt && printf 'two\n' > two.txt
            lftp -c "set net:max-retries 1; set net:timeout 10; open -u alice,'{{FtpHost.Password}}' {{Anonymous}}; pwd; mput one.txt two.txt; ls; cd /; cd alice; mkdir -f x; lcd ..; mget *.txt; bye"
            cat ../one.txt ../two.txt
            """);
        Assert.Contains("one.txt", output, StringComparison.Ordinal);
        Assert.EndsWith("one\ntwo\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tnftp_runs_a_script_in_both_types()
    {
        var output = await RunAsync($$"""
            mkdir -p tnftp && cd tnftp && printf 'line\nline\n' > local.txt
            timeout 30 ftp -inv <<'END'
            open 127.0.0.1 {{gateway.Port}}
            user alice "{{FtpHost.Password}}"
            binary
            put local.txt binary.dat
            ascii
            put local.txt text.dat
            get text.dat back.txt
            dir
            cd /
            cd nowhere
            pwd
            quit
            END
            cmp local.txt back.txt && cmp local.txt '{{gateway.Host.Root}}/alice/text.dat' && cmp local.txt '{{gateway.Host.Root}}/alice/binary.dat' && echo same
            """);
        Assert.Contains("230 Login", output, StringComparison.Ordinal);
        Assert.Contains("550 No such", output, StringComparison.Ordinal);
        Assert.Contains("221 Goodbye", output, StringComparison.Ordinal);
        Assert.EndsWith("same\n", output, StringComparison.Ordinal);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    private Task<string> CurlAsync(string arguments) => RunAsync($"curl -sS --max-time 50 {arguments}");

    /// <summary>What a script prints, errors included, in a home of its own.</summary>
    private async Task<string> RunAsync(string script) => (await Shell.RunAsync(
        "bash", ["-c", $"exec 2>&1\n{script}"], [new("HOME", gateway.Host.Work)], directory: gateway.Host.Work)).Output;
}
