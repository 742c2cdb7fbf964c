using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>The static site as curl sees it.</summary>
public sealed partial class CurlTests(SharedHttp http) : IClassFixture<SharedHttp>
{
    [Theory]
    [InlineData("/", "200", "text/html")]
    [InlineData("/data.bin", "200", "application/octet-stream")]
    [InlineData("/empty.txt", "200", "text/plain")]
    [InlineData("/docs", "301", "")]
    [InlineData("/docs/", "200", "text/html")]
    [InlineData("/plain/link.txt", "200", "text/plain")]
    [InlineData("/.well-known/note", "200", "application/octet-stream")]
    [InlineData("/plain/", "404", "")]
    [InlineData("/nothing", "404", "")]
    [InlineData("/.secret", "404", "")]
    [InlineData("/.git/config", "404", "")]
    [InlineData("/plain/../.git/config", "404", "")]
    [InlineData("/leak.txt", "404", "")]
    [InlineData("/out/file.txt", "404", "")]
    [InlineData("/loop", "404", "")]
    [InlineData("/loop/x", "404", "")]
    [InlineData("/../outside.txt", "404", "")]
    [InlineData("/%2e%2e/outside.txt", "404", "")]
    [InlineData("/..%2foutside.txt", "404", "")]
    [InlineData("/%2e%2e%5coutside.txt", "404", "")]
    [InlineData("/docs/%00", "400", "")]
    public async Task A_path_is_answered_with_this_status_and_type(string path, string status, string type) =>
        Assert.Equal($"{status} {type}", await WriteOutAsync($"--path-as-is http://127.0.0.1:{Site}{path}", "%{http_code} %{content_type}"));

    [Theory]
    [InlineData("-X POST -d x", "/", "405")]
    [InlineData("-X PUT -d x", "/data.bin", "405")]
    [InlineData("-X DELETE", "/docs/", "405")]
    [InlineData("-X OPTIONS", "/", "405")]
    [InlineData("-X TRACE", "/", "405")]
    [InlineData("-X POST -d x", "/whoami", "405")]
    [InlineData("-X POST -d x", "/nothing", "404")]
    [InlineData("-X PUT -d x", "/.secret", "404")]
    [InlineData("", "/ws", "426")]
    [InlineData("-I", "/", "200")]
    [InlineData("-I", "/whoami", "200")]
    [InlineData("-I", "/nothing", "404")]
    public async Task A_method_is_answered_with_this_status(string method, string path, string status)
    {
        var answer = await HeadersAsync($"{method} http://127.0.0.1:{Site}{path}");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == "405", answer.Contains("Allow: GET, HEAD", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("0-0", 0, 1)]
    [InlineData("7-", 7, 999_993)]
    [InlineData("-5", 999_995, 5)]
    [InlineData("65535-131072", 65_535, 65_538)]
    [InlineData("999999-2000000", 999_999, 1)]
    public async Task A_range_is_these_bytes(string range, int from, int count)
    {
        var file = Path.Combine(http.Host.Work, $"range{range}");
        var seen = await WriteOutAsync($"-r {range} http://127.0.0.1:{Site}/data.bin", "%{http_code} %header{content-range}", file);
        Assert.Equal($"206 bytes {from}-{from + count - 1}/1000000", seen);
        Assert.Equal(HttpHost.Data[from..(from + count)], await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_416_with_the_size() =>
        Assert.Equal("416 bytes */1000000", await WriteOutAsync($"-r 1000000- http://127.0.0.1:{Site}/data.bin", "%{http_code} %header{content-range}"));

    [Fact]
    public async Task What_is_known_already_is_304_and_what_is_not_comes_whole()
    {
        var url = $"http://127.0.0.1:{Site}/page.html";
        var tag = await WriteOutAsync(url, "%header{etag}");
        var date = await WriteOutAsync(url, "%header{last-modified}");
        Assert.Matches("^\"[0-9a-f]+\"$", tag);
        Assert.Equal("304", await WriteOutAsync($"-H 'If-None-Match: {tag}' {url}", "%{http_code}"));
        Assert.Equal("304", await WriteOutAsync($"-H 'If-None-Match: \"other\", W/{tag}' {url}", "%{http_code}"));
        Assert.Equal("304", await WriteOutAsync($"-H 'If-None-Match: *' {url}", "%{http_code}"));
        Assert.Equal("200", await WriteOutAsync($"-H 'If-None-Match: \"other\"' {url}", "%{http_code}"));
        Assert.Equal("304", await WriteOutAsync($"-H 'If-Modified-Since: {date}' {url}", "%{http_code}"));
        Assert.Equal("200", await WriteOutAsync($"-H 'If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT' {url}", "%{http_code}"));
        Assert.Equal("412", await WriteOutAsync($"-H 'If-Match: \"other\"' {url}", "%{http_code}"));
        Assert.Equal("412", await WriteOutAsync($"-H 'If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT' {url}", "%{http_code}"));
        Assert.Equal("206", await WriteOutAsync($"-r 0-9 -H 'If-Range: {tag}' {url}", "%{http_code}"));
        Assert.Equal("200", await WriteOutAsync($"-r 0-9 -H 'If-Range: \"other\"' {url}", "%{http_code}"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Text_comes_compressed_with_a_weak_tag_that_is_good_for_304_but_for_no_range(string coding)
    {
        var url = $"http://127.0.0.1:{Site}/page.html";
        var answer = await HeadersAsync($"-H 'Accept-Encoding: {coding}' {url}");
        Assert.Contains($"Content-Encoding: {coding}", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Vary: Accept-Encoding", answer, StringComparison.OrdinalIgnoreCase);
        var tag = WeakTagPattern().Match(answer).Groups[1].Value;
        Assert.NotEqual("", tag);
        var known = await HeadersAsync($"-H 'Accept-Encoding: {coding}' -H 'If-None-Match: {tag}' {url}");
        Assert.StartsWith("HTTP/1.1 304 ", known, StringComparison.Ordinal);
        Assert.Contains(tag, known, StringComparison.Ordinal);
        Assert.Equal("200", await WriteOutAsync($"-H 'Accept-Encoding: {coding}' -r 0-9 -H 'If-Range: {tag}' {url}", "%{http_code}"));
        Assert.Equal("206 ", await WriteOutAsync($"-H 'Accept-Encoding: {coding}' -r 0-9 {url}", "%{http_code} %header{content-encoding}"));
        Assert.Equal(HttpHost.Page, (await Shell.BashAsync($"curl -fsS --compressed {url}")).Succeeded());
    }

    [Fact]
    public async Task What_is_not_text_is_not_compressed() =>
        Assert.Equal("200  1000000", await WriteOutAsync($"-H 'Accept-Encoding: gzip, br' http://127.0.0.1:{Site}/data.bin", "%{http_code} %header{content-encoding} %{size_download}"));

    [Fact]
    public async Task A_directory_is_listed_only_where_that_was_asked_for_and_shows_nothing_hidden()
    {
        var list = (await Shell.BashAsync($"curl -fsS http://127.0.0.1:{http.Port("browsed")}/plain/")).Succeeded();
        Assert.Contains("one.txt", list, StringComparison.Ordinal);
        Assert.DoesNotContain("<odd>", list, StringComparison.Ordinal);
        var odd = Uri.EscapeDataString("Ünïcode & <odd>.txt");
        Assert.Equal("odd", (await Shell.BashAsync($"curl -fsS http://127.0.0.1:{http.Port("browsed")}/plain/{odd}")).Succeeded());

        // The root has an index; a list of it is what its links would be in.
        Assert.Equal("200", await WriteOutAsync($"http://127.0.0.1:{http.Port("browsed")}/", "%{http_code}"));
        Assert.Equal("404", await WriteOutAsync($"http://127.0.0.1:{http.Port("browsed")}/out/", "%{http_code}"));
    }

    [Fact]
    public async Task A_named_pipe_below_the_root_blocks_nobody()
    {
        (await Shell.RunAsync("mkfifo", [Path.Combine(http.Host.Root, "pipe")])).Succeeded();
        Assert.Equal("200 0", await WriteOutAsync($"-m 10 http://127.0.0.1:{Site}/pipe", "%{http_code} %{size_download}"));
    }

    [Fact]
    public async Task A_download_of_200_MB_is_resumed_and_whole()
    {
        var big = http.Host.MakeFile("big.bin", 200 << 20);
        var copy = Path.Combine(http.Host.Work, "big.bin");
        var url = $"http://127.0.0.1:{Site}/big.bin";
        await Shell.BashAsync($"curl -sS --limit-rate 20M -o {copy} {url} & until [ -s {copy} ]; do sleep 0.05; done; kill -9 $!");
        Assert.InRange(new FileInfo(copy).Length, 0, (200 << 20) - 1);
        (await Shell.BashAsync($"curl -fsS -C - -o {copy} {url}")).Succeeded();
        await using var expected = File.OpenRead(big);
        await using var actual = File.OpenRead(copy);
        Assert.Equal(await SHA256.HashDataAsync(expected), await SHA256.HashDataAsync(actual));
        File.Delete(copy);
        File.Delete(big);
    }

    private int Site => http.Port("site");

    private static async Task<string> WriteOutAsync(string arguments, string format, string output = "/dev/null") =>
        (await Shell.BashAsync($"curl -sS -o '{output}' -w '{format}' {arguments}")).Succeeded();

    private static async Task<string> HeadersAsync(string arguments) =>
        (await Shell.BashAsync($"curl -sS -o /dev/null -D - {arguments}")).Succeeded();

    [GeneratedRegex("ETag: (W/\"[^\"]+\")", RegexOptions.IgnoreCase)]
    private static partial Regex WeakTagPattern();
}
