using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Http;

/// <summary>HTTP/1.1 byte by byte: order, limits, and what must be refused.</summary>
public sealed class WireTests(SharedHttp http) : IClassFixture<SharedHttp>
{
    private const string Get = "GET /whoami HTTP/1.1\r\nHost: here\r\n\r\n";
    private const string Last = "GET /whoami HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Requests_in_one_packet_are_answered_in_order()
    {
        var answers = await RawHttp.ExchangeAsync(
            http.Port("site"), $"{Get}GET /plain/one.txt HTTP/1.1\r\nHost: here\r\n\r\nHEAD /data.bin HTTP/1.1\r\nHost: here\r\n\r\n{string.Concat(Enumerable.Repeat(Get, 200))}{Last}");
        Assert.Equal(204, Count(answers, "HTTP/1.1 200 OK"));
        Assert.InRange(answers.IndexOf("\r\n\r\none", StringComparison.Ordinal), 0, answers.IndexOf("Content-Length: 1000000", StringComparison.Ordinal));
        Assert.Equal(1, Count(answers, "Connection: close"));
    }

    [Fact]
    public async Task A_request_cut_at_every_byte_is_the_same_request()
    {
        for (var cut = 1; cut < Last.Length; cut++)
        {
            using var client = await TestClient.ConnectAsync(http.Port("site"));
            await client.SendAsync(Encoding.ASCII.GetBytes(Last[..cut]));
            await Task.Yield();
            await client.SendAsync(Encoding.ASCII.GetBytes(Last[cut..]));
            Assert.StartsWith("HTTP/1.1 200 OK", await RawHttp.ReadToEndAsync(client), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("NONSENSE\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400")]
    [InlineData("GET / HTTP/9.9\r\nHost: a\r\n\r\n", "505")]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400")]
    [InlineData("G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nA B: c\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nName : value\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nx: a\rb\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nx: \0\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n", "400")]
    [InlineData("POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", "400")]
    [InlineData("PRI * HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    public async Task What_could_be_read_in_two_ways_is_refused_and_the_connection_closed(string request, string status)
    {
        var answer = await RawHttp.ExchangeAsync(http.Port("site"), request);
        if (status.Length > 0) Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        else Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /plain/one.txt HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n\r\nGET /plain/one.txt HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n0\r\n\r\nGET /plain/one.txt HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task A_request_is_never_smuggled_in_a_body(string request)
    {
        var answer = await RawHttp.ExchangeAsync(http.Port("site"), request, shutdown: true);
        Assert.DoesNotContain("\r\n\r\none", answer, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_431_and_a_long_first_line_414()
    {
        var tight = http.Port("tight");
        Assert.StartsWith("HTTP/1.1 431 ", await RawHttp.ExchangeAsync(tight, $"GET / HTTP/1.1\r\nHost: a\r\nx: {new string('x', 3000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414 ", await RawHttp.ExchangeAsync(tight, $"GET /{new string('x', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, 101).Select(i => $"x{i}: y\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await RawHttp.ExchangeAsync(http.Port("site"), $"GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_do_not_come_to_an_end_are_408()
    {
        using var client = await TestClient.ConnectAsync(http.Port("tight"));
        var began = Stopwatch.GetTimestamp();
        var answer = RawHttp.ReadToEndAsync(client);
        await client.SendAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        var sent = 0;
        for (; !answer.IsCompleted && sent < 100; sent++)
        {
            try
            {
                await client.SendAsync("x"u8.ToArray());
            }
            catch (SocketException)
            {
                break;
            }

            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(100)));
        }

        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);

        // It did not wait for the bytes to cease.
        Assert.InRange(sent, 1, 99);
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.9));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PR")]
    [InlineData(Get)]
    public async Task A_connection_that_falls_silent_is_closed_after_a_while(string said)
    {
        using var client = await TestClient.ConnectAsync(http.Port("tight"));
        var began = Stopwatch.GetTimestamp();
        await client.SendAsync(Encoding.ASCII.GetBytes(said));
        var answer = await RawHttp.ReadToEndAsync(client);
        Assert.Equal(said == Get ? 1 : 0, Count(answer, "HTTP/1.1 200 OK"));
        Assert.DoesNotContain("reset", answer, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(1.5));
    }

    private async Task AssertServesAsync() =>
        Assert.StartsWith("HTTP/1.1 200 OK", await RawHttp.ExchangeAsync(http.Port("site"), Last), StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
