using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>SIGTERM, with requests in every state.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_request_that_is_thought_about_for_longer_than_the_spread_is_answered_as_the_last_of_its_connection()
    {
        await using var gateway = await StartShopAsync("00:00:00.2");
        using var client = await TestClient.ConnectAsync(gateway.Table["shop"]);
        await client.SendAsync(Request("/harvest/3"));
        await Eventually.Async(() => gateway.Output.All.Any(line => line.Contains("waits for the harvest", StringComparison.Ordinal)), begun => begun, Soon, "the request is under way");
        gateway.Signal(PosixSignals.Term);
        var answer = await RawHttp.ReadToEndAsync(client);
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Contains("apples", answer, StringComparison.Ordinal);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task A_download_under_way_and_an_HTTP_2_request_are_finished()
    {
        using var host = new HttpHost();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = host.Settings(), Values = [("Drain:CloseSpread", "00:00:00")] });
        host.MakeFile("big.bin", 20 << 20);
        using var client = await TestClient.ConnectAsync(gateway.Table["site"], receiveBuffer: 4096);
        await client.SendAsync(Request("/big.bin"));
        await client.ReceiveExactlyAsync(1);
        var begun = Path.Combine(host.Work, "second");
        var second = Shell.BashAsync($"curl -fsS --http2-prior-knowledge --limit-rate 8M -o {begun} -w '%{{size_download}}' http://127.0.0.1:{gateway.Table["site"]}/big.bin");
        await Eventually.Async(() => new FileInfo(begun), file => file is { Exists: true, Length: > 0 }, Soon, "the second one comes");
        gateway.Signal(PosixSignals.Term);
        Assert.Equal(20 << 20, int.Parse((await second).Succeeded(), System.Globalization.CultureInfo.InvariantCulture));
        var rest = await client.ReceiveAllAsync();
        Assert.InRange(rest.Length, 20 << 20, (20 << 20) + 1000);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task Idle_connections_are_closed_spread_over_the_time_and_one_that_asks_until_then_is_told()
    {
        await using var gateway = await StartShopAsync("00:00:04");
        var clients = new List<TestClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await TestClient.ConnectAsync(gateway.Table["shop"]));
            await clients[i].SendAsync(Request("/apples"));
            await RawHttp.ReadUntilAsync(clients[i], "\r\n\r\n");
        }

        gateway.Signal(PosixSignals.Term);
        var began = Stopwatch.GetTimestamp();
        var told = Task.WhenAll(clients.Take(5).Select(AskUntilEndAsync));
        var ends = await Task.WhenAll(clients.Skip(5).Select(async client =>
        {
            Assert.Equal(StreamEnd.Finished, await client.ReceiveEndAsync());
            client.Dispose();
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }));

        // A client that is closed as idle in the moment in which it asks again is not told.
        Assert.InRange((await told).Count(answer => answer.Contains("Connection: close", StringComparison.Ordinal)), 4, 5);
        Assert.InRange(ends.Max() - ends.Min(), 1, double.MaxValue);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task A_WebSocket_is_told_good_bye()
    {
        using var host = new HttpHost();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = host.Settings(), Values = [("Drain:CloseSpread", "00:00:00")] });
        using var limit = new CancellationTokenSource(Soon);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Table["page"]}/ws"), limit.Token);
        gateway.Signal(PosixSignals.Term);
        var received = await socket.ReceiveAsync(new byte[100].AsMemory(), limit.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (received.MessageType, socket.CloseStatus));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
        Assert.DoesNotContain(gateway.Output.All, line => line.Contains("were reset", StringComparison.Ordinal) && !line.Contains("0 connections", StringComparison.Ordinal));
    }

    private static async Task<string> AskUntilEndAsync(TestClient client)
    {
        using (client)
        {
            var buffer = new byte[4096];
            for (var last = ""; ;)
            {
                await client.SendAsync(Request("/apples"));
                var read = await client.ReceiveAsync(buffer);
                if (read == 0) return last;
                last = Encoding.ASCII.GetString(buffer, 0, read);
            }
        }
    }

    private static byte[] Request(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n");

    private static Task<GatewayProcess> StartShopAsync(string spread) => ShopTests.StartAsync(("Drain:CloseSpread", spread));
}
