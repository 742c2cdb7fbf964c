using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>Clients that mean harm, or behave as if: bounded, clean, and nobody else notices.</summary>
public sealed class HostileTests : IAsyncLifetime
{
    private const string Request = "GET /page.html HTTP/1.1\r\nHost: here\r\nAccept-Encoding: gzip\r\nRange: bytes=0-99\r\nIf-Range: \"x\"\r\n\r\n";
    private const string Post = "POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n3;x=y\r\nabc\r\n0\r\nTrailer: t\r\n\r\n";

    // The preface of HTTP/2, empty settings, and a HEADERS frame that ends its stream: GET / of "a" by HPACK's static table.
    private const string Http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0\0\0\u0006\u0001\u0005\0\0\0\u0001\u0082\u0086\u0084\u0041\u0001\u0061";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly SharedHttp _http = new();

    private int Site => _http.Port("site");

    public Task InitializeAsync() => _http.InitializeAsync();

    public Task DisposeAsync() => _http.DisposeAsync();

    [Theory]
    [InlineData(Request, false)]
    [InlineData(Request, true)]
    [InlineData(Post, false)]
    [InlineData(Post, true)]
    [InlineData(Http2, false)]
    [InlineData(Http2, true)]
    public async Task Every_beginning_of_a_request_and_then_the_end_is_borne(string request, bool reset)
    {
        var before = await SettledDescriptorsAsync();
        for (var length = 0; length <= request.Length; length++)
        {
            using var client = await TestClient.ConnectAsync(Site);
            await client.SendAsync(Encoding.Latin1.GetBytes(request[..length]));
            if (reset)
            {
                client.Reset();
                continue;
            }

            client.ShutdownSend();
            await RawHttp.ReadToEndAsync(client);
        }

        await AssertCleanAsync(before);
    }

    [Fact]
    public async Task Random_bytes_are_refused()
    {
        var before = await SettledDescriptorsAsync();
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(1, 3000)];
            random.NextBytes(bytes);
            var prefix = Encoding.Latin1.GetBytes((i % 4) switch { 0 => "", 1 => "GET / HTTP/1.1\r\n", 2 => Http2, _ => Post });
            using var client = await TestClient.ConnectAsync(Site);
            await client.SendAsync((byte[])[.. prefix.AsSpan(0, random.Next(prefix.Length + 1)), .. bytes]);
            client.ShutdownSend();
            await RawHttp.ReadToEndAsync(client);
        }

        await AssertCleanAsync(before);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nx: ", "HTTP/1.1 431 ")]
    [InlineData("GET /", "HTTP/1.1 414 ")]
    [InlineData("PRI ", "")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "")]
    public async Task A_line_of_100_MB_is_refused_without_being_kept(string begin, string answer)
    {
        var before = _http.Process.ResidentBytes;
        var request = new byte[100_000_000];
        request.AsSpan().Fill((byte)'x');
        Encoding.ASCII.GetBytes(begin, request);
        using var client = await TestClient.ConnectAsync(Site);
        var sending = Task.Run(async () =>
        {
            try
            {
                await client.SendAsync(request);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Refused.
            }
        });
        var seen = await RawHttp.ReadToEndAsync(client);
        client.Dispose();
        await sending;
        Assert.True(seen.StartsWith(answer, StringComparison.Ordinal) || seen == "<reset>", seen);
        Assert.InRange(_http.Process.ResidentBytes - before, long.MinValue, 50 << 20);
    }

    [Fact]
    public async Task A_flood_of_connections_that_send_nothing_or_a_little_leaves_others_served_and_memory_bounded()
    {
        var before = await SettledDescriptorsAsync();
        var clients = new List<TestClient>();
        for (var i = 0; i < 1_000; i++)
        {
            clients.Add(await TestClient.ConnectAsync(Site));
            if (i % 2 == 0) await clients[i].SendAsync("GET / HT"u8.ToArray());
        }

        Assert.Equal("3", (await Shell.BashAsync($"curl -fsS -m 10 -o /dev/null -w '%{{size_download}}' http://127.0.0.1:{Site}/plain/one.txt")).Succeeded());
        Assert.InRange(_http.Process.ResidentBytes, 0, 600L << 20);
        foreach (var client in clients) client.Reset();
        await AssertCleanAsync(before);
    }

    [Fact]
    public async Task Clients_that_vanish_in_the_middle_of_a_download_leave_nothing_behind()
    {
        _http.Host.MakeFile("big.bin", 50 << 20);
        var before = await SettledDescriptorsAsync();
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            using var client = await TestClient.ConnectAsync(Site);
            await client.SendAsync("GET /big.bin HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            await client.ReceiveExactlyAsync(random.Next(1, 2_000_000));
            if (i % 2 == 0) client.Reset();
        }

        await AssertCleanAsync(before);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_costs_a_window_and_gets_everything_when_it_does()
    {
        _http.Host.MakeFile("big.bin", 50 << 20);
        var before = _http.Process.ResidentBytes;
        var clients = new List<TestClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await TestClient.ConnectAsync(Site, receiveBuffer: 4096));
            await clients[i].SendAsync("GET /big.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
            await clients[i].ReceiveExactlyAsync(1);
        }

        // Two seconds are time to read 20 files of 50 MB into memory, if it did.
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            Assert.InRange(_http.Process.ResidentBytes - before, long.MinValue, 100L << 20);
        }

        Assert.InRange((await clients[0].ReceiveAllAsync()).Length, 50 << 20, (50 << 20) + 1000);
        foreach (var client in clients) client.Reset();
    }

    [Fact]
    public async Task A_sender_whose_body_nobody_reads_is_stopped_by_the_windows()
    {
        var before = _http.Process.ResidentBytes;
        using var client = await TestClient.ConnectAsync(_http.Port("page"));
        await client.SendAsync("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"u8.ToArray());
        await RawHttp.ReadUntilAsync(client, "\r\n\r\n");

        // An endless frame that is echoed to nobody.
        await client.SendAsync((byte[])[0x82, 0xFF, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(new byte[200_000_000], TimeSpan.FromSeconds(2)));
        Assert.InRange(_http.Process.ResidentBytes - before, long.MinValue, 60L << 20);
        client.Reset();
    }

    private async Task<int> SettledDescriptorsAsync()
    {
        await AssertServesAsync();
        return _http.Process.Descriptors;
    }

    private async Task AssertServesAsync() =>
        Assert.Equal("one", (await Shell.BashAsync($"curl -fsS -m 10 http://127.0.0.1:{Site}/plain/one.txt")).Succeeded());

    private async Task AssertCleanAsync(int before)
    {
        await AssertServesAsync();
        await Eventually.Async(() => _http.Process.Descriptors, count => count <= before + 4, Soon, "descriptors are closed");
        Assert.DoesNotContain(_http.Process.Output.All, line => line.StartsWith("fail", StringComparison.Ordinal) || line.StartsWith("crit", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal));
    }
}
