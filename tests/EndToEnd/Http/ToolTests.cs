using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>wrk, nghttp, h2load and a browser.</summary>
public sealed class ToolTests(SharedHttp http) : IClassFixture<SharedHttp>
{
    [Fact]
    public async Task wrk_sees_no_error()
    {
        var report = (await Shell.BashAsync($"wrk -t1 -c32 -d3s --timeout 30s http://127.0.0.1:{http.Port("page")}/whoami")).Succeeded();
        Assert.DoesNotContain("Socket errors", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", report, StringComparison.Ordinal);
        Assert.True(int.Parse(Regex.Match(report, @"(\d+) requests in").Groups[1].Value) > 500, report);
    }

    [Fact]
    public async Task nghttp_speaks_HTTP_2_on_the_port_where_curl_speaks_HTTP_1()
    {
        var site = http.Port("site");
        Assert.Equal("1.1", (await Shell.BashAsync($"curl -fsS -o /dev/null -w '%{{http_version}}' http://127.0.0.1:{site}/data.bin")).Succeeded());
        Assert.Equal("2 200", (await Shell.BashAsync($"curl -fsS --http2-prior-knowledge -o /dev/null -w '%{{http_version}} %{{http_code}}' http://127.0.0.1:{site}/data.bin")).Succeeded());
        Assert.Equal("1.1 200", (await Shell.BashAsync($"curl -fsS --http2 -o /dev/null -w '%{{http_version}} %{{http_code}}' http://127.0.0.1:{site}/data.bin")).Succeeded());
        var talk = (await Shell.BashAsync($"nghttp -v -n http://127.0.0.1:{site}/data.bin http://127.0.0.1:{site}/page.html")).Succeeded();
        Assert.Equal(2, Regex.Count(talk, ":status: 200"));
        Assert.Contains("SETTINGS_MAX_CONCURRENT_STREAMS(0x03):7", (await Shell.BashAsync($"nghttp -v -n http://127.0.0.1:{http.Port("tight")}/page.html")).Succeeded(), StringComparison.Ordinal);
        var same = await Shell.BashAsync($"nghttp http://127.0.0.1:{site}/data.bin | sha256sum; sha256sum < {http.Host.Root}/data.bin");
        Assert.Single(same.Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
    }

    [Fact]
    public async Task h2load_sees_no_error()
    {
        var report = (await Shell.BashAsync($"h2load -n 5000 -c 8 -m 20 http://127.0.0.1:{http.Port("page")}/whoami")).Succeeded();
        Assert.Contains("5000 succeeded, 0 failed, 0 errored, 0 timeout", report, StringComparison.Ordinal);
        Assert.Contains("status codes: 5000 2xx", report, StringComparison.Ordinal);
        report = (await Shell.BashAsync($"h2load -n 60 -c 3 -m 5 http://127.0.0.1:{http.Port("site")}/data.bin")).Succeeded();
        Assert.Contains("60 succeeded, 0 failed", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_opens_the_page_whose_script_shows_the_connection_the_listeners_and_an_echo()
    {
        var port = http.Port("page");
        var page = await ChromiumAsync($"--virtual-time-budget=5000 --dump-dom http://127.0.0.1:{port}/");
        Assert.Matches($@"127\.0\.0\.1:\d+ &lt;-&gt; 127\.0\.0\.1:{port}", page);
        Assert.Contains("ncat 127.0.0.1", page, StringComparison.Ordinal);
        var socket = await ChromiumAsync($"--virtual-time-budget=50000 --dump-dom http://127.0.0.1:{http.Port("site")}/socket.html");
        Assert.Contains("<p>came back: hello</p>", socket, StringComparison.Ordinal);
        var picture = Path.Combine(http.Host.Work, "page.png");
        await ChromiumAsync($"--virtual-time-budget=5000 --window-size=1000,1400 --screenshot={picture} http://127.0.0.1:{port}/");
        Assert.InRange(new FileInfo(picture).Length, 10_000, 10_000_000);
    }

    private async Task<string> ChromiumAsync(string arguments) => (await Shell.BashAsync(
        $"timeout 100 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir={http.Host.Work}/chromium {arguments}")).Succeeded();
}
