using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Http;

/// <summary>The sockets that Kestrel has on loan: who moves the bytes, how they end, and that nothing of them is left.</summary>
public sealed class LeaseTests(SharedHttp http) : IClassFixture<SharedHttp>
{
    private const int LargeBytes = 50 << 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task In_clear_text_the_bytes_go_by_lease_and_under_TLS_by_messages()
    {
        using var admin = new AdminClient(http.Process.Admin);
        using var client = await TestClient.ConnectAsync(http.Port("site"));
        await client.SendAsync(Request("/plain/one.txt"));
        await RawHttp.ReadUntilAsync(client, "\r\n\r\none");
        Assert.Equal("lease", (await ListedAsync(admin, client)).Way);
        await using var secure = await TlsGateway.StartAsync();
        using var secureAdmin = new AdminClient(secure.Admin);
        using var secureClient = await TestClient.ConnectAsync(secure.Table["site"]);
        await using var stream = await TlsGateway.SecureAsync(secureClient);
        await stream.WriteAsync(Request("/whoami"));
        Assert.NotEqual(0, await stream.ReadAsync(new byte[100].AsMemory()).AsTask().WaitAsync(Soon));
        Assert.Equal("messages", (await ListedAsync(secureAdmin, secureClient)).Way);
    }

    [Fact]
    public async Task A_kick_amid_a_large_response_resets_a_client_that_reads_slowly()
    {
        using var admin = new AdminClient(http.Process.Admin);
        using var client = await StartLargeAsync("kicked.bin");
        var id = (await ListedAsync(admin, client)).Id;
        await admin.ChangeAsync(HttpMethod.Delete, $"api/connections/{id}");
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        await http.Process.WaitForLineAsync($"{id} ended: .* kicked,", Soon);
    }

    [Fact]
    public async Task A_client_that_resets_amid_a_response_is_reported()
    {
        using var admin = new AdminClient(http.Process.Admin);
        var client = await StartLargeAsync("reset.bin");
        var id = (await ListedAsync(admin, client)).Id;
        client.Reset();
        await http.Process.WaitForLineAsync($"{id} ended: .* connection_reset,", Soon);
    }

    [Fact]
    public async Task HTTP_2_and_a_WebSocket_go_by_lease()
    {
        using var admin = new AdminClient(http.Process.Admin);
        var big = http.Host.MakeFile("h2.bin", LargeBytes);
        var download = Shell.BashAsync($"curl -fsS --http2-prior-knowledge --limit-rate 10M -o /dev/null -w '%{{http_version}} %{{size_download}}' http://127.0.0.1:{http.Port("site")}/h2.bin");
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Any(c => c is { Service: "site", Way: "lease" }), Soon, "it is listed");
        Assert.Equal($"2 {LargeBytes}", (await download).Succeeded());
        File.Delete(big);
        using var socket = await TestClient.ConnectAsync(http.Port("page"));
        await socket.SendAsync(Request("/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"));
        await RawHttp.ReadUntilAsync(socket, "\r\n\r\n");
        await socket.SendAsync((byte[])[0x81, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i']);
        Assert.Equal([0x81, 2, (byte)'h', (byte)'i'], await socket.ReceiveExactlyAsync(4));
        Assert.Equal("lease", (await ListedAsync(admin, socket)).Way);
    }

    [Fact]
    public async Task After_500_connections_that_ended_in_every_way_the_descriptors_are_those_from_before()
    {
        // The first one opens what stays: the file's watcher, threads' queues.
        await RawHttp.ExchangeAsync(http.Port("site"), Encoding.ASCII.GetString(Request("/plain/one.txt", "Connection: close\r\n")));
        var before = http.Process.Descriptors;
        for (var i = 0; i < 500; i++)
        {
            using var client = await TestClient.ConnectAsync(http.Port("site"));
            if (i % 5 == 0) continue;
            await client.SendAsync(Request("/plain/one.txt", i % 5 == 1 ? "Connection: close\r\n" : ""));
            if (i % 5 == 2) continue;
            await RawHttp.ReadUntilAsync(client, "\r\n\r\none");
            if (i % 5 == 3) client.Reset();
        }

        await Eventually.Async(() => http.Process.Descriptors, count => count <= before + 2, Soon, "descriptors are closed");
        using var admin = new AdminClient(http.Process.Admin);
        await Eventually.Async(async () => await admin.MetricAsync("socketgateway_active_connections", "\"site\"") == 0, Soon, "nobody is counted any more");
    }

    private static byte[] Request(string path, string headers = "") => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: here\r\n{headers}\r\n");

    private static Task<ListedConnection> ListedAsync(AdminClient admin, TestClient client) => Eventually.Async<ListedConnection>(
        async () => (await admin.ConnectionsAsync()).SingleOrDefault(c => c.Sockets.Peer == client.Local.ToString())!, one => one is not null, Soon, "it is listed");

    /// <summary>A client that has read the beginning of a response too large for any buffer, and reads on only when it is told.</summary>
    private async Task<TestClient> StartLargeAsync(string name)
    {
        http.Host.MakeFile(name, LargeBytes);
        var client = await TestClient.ConnectAsync(http.Port("site"), receiveBuffer: 4096);
        await client.SendAsync(Request($"/{name}"));
        await client.ReceiveExactlyAsync(100);
        return client;
    }
}
