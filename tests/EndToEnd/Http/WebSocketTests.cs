using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

public sealed class WebSocketTests(SharedHttp http) : IClassFixture<SharedHttp>, IDisposable
{
    private static readonly byte[] Mask = [1, 2, 3, 4];

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(40));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Text_and_binary_in_one_piece_or_many_come_back_and_both_sides_say_good_bye()
    {
        using var socket = await OpenAsync();
        foreach (var type in new[] { WebSocketMessageType.Text, WebSocketMessageType.Binary })
        {
            foreach (var size in new[] { 0, 1, 125, 126, 65_535, 65_536, 1_000_000 })
            {
                var message = Enumerable.Range(0, size).Select(i => (byte)('a' + (i % 26))).ToArray();
                var receiving = ReceiveAsync(socket);
                await socket.SendAsync(message.AsMemory(0, size / 3), type, endOfMessage: false, _limit.Token);
                await socket.SendAsync(message.AsMemory(size / 3), type, endOfMessage: true, _limit.Token);
                var (echo, echoType) = await receiving;
                Assert.Equal((type, size), (echoType, echo.Length));
                Assert.True(message.AsSpan().SequenceEqual(echo));
            }
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", _limit.Token);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "bye"), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_ping_amid_a_message_is_answered_with_its_own_words()
    {
        using var client = await UpgradeAsync();
        await client.SendAsync(Frame(0x01, "Hel"));
        await client.SendAsync(Frame(0x89, "are you there"));
        await client.SendAsync(Frame(0x80, "lo"));
        var received = Encoding.ASCII.GetString(await client.ReceiveExactlyAsync(5 + 15 + 4));
        Assert.Contains("are you there", received, StringComparison.Ordinal);
        Assert.Contains("Hel", received, StringComparison.Ordinal);
        Assert.Contains("lo", received, StringComparison.Ordinal);
        await client.SendAsync(Frame(0x88, "\u0003\u00e8"));
        Assert.Equal([0x88, 2, 0x03, 0xE8], await client.ReceiveAllAsync());
    }

    [Theory]
    [InlineData(0x81, "plain", false, 1002)]
    [InlineData(0x83, "reserved", true, 1002)]
    [InlineData(0xF1, "bits", true, 1002)]
    [InlineData(0x80, "continues nothing", true, 1002)]
    [InlineData(0x09, "ping in two", true, 1002)]
    [InlineData(0x81, "\u00ff\u00fe", true, 1007)]
    public async Task A_frame_against_the_rules_is_refused_with_its_code(int first, string text, bool masked, int code)
    {
        using var client = await UpgradeAsync();
        await client.SendAsync(masked ? Frame((byte)first, text) : [(byte)first, (byte)text.Length, .. Encoding.Latin1.GetBytes(text)]);
        var answer = await client.ReceiveAllAsync();
        Assert.Equal((0x88, code), (answer[0], (answer[2] << 8) | answer[3]));
    }

    [Fact]
    public async Task A_frame_that_claims_to_be_huge_costs_nothing()
    {
        using var client = await UpgradeAsync();
        var before = http.Process.ResidentBytes;
        await client.SendAsync((byte[])[0x82, 0xFF, 0, 0, 0, 0x40, 0, 0, 0, 0, .. Mask, .. new byte[100_000]]);
        await client.ReceiveExactlyAsync(50_000);
        Assert.InRange(http.Process.ResidentBytes - before, long.MinValue, 64 << 20);
    }

    [Fact]
    public async Task A_client_that_vanishes_leaves_nothing_behind()
    {
        var before = http.Process.Descriptors;
        for (var i = 0; i < 20; i++)
        {
            using var client = await UpgradeAsync();
            await client.SendAsync(Frame(0x01, "half"));
            client.Reset();
        }

        await Eventually.Async(() => http.Process.Descriptors, count => count <= before + 2, TimeSpan.FromSeconds(20), "descriptors are closed");
    }

    private static byte[] Frame(byte first, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++) bytes[i] ^= Mask[i % 4];
        return [first, (byte)(0x80 | bytes.Length), .. Mask, .. bytes];
    }

    private async Task<TestClient> UpgradeAsync()
    {
        var client = await TestClient.ConnectAsync(http.Port("page"));
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 101 ", await RawHttp.ReadUntilAsync(client, "\r\n\r\n"), StringComparison.Ordinal);
        return client;
    }

    private async Task<ClientWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{http.Port("page")}/ws"), _limit.Token);
        return socket;
    }

    private async Task<(byte[] Message, WebSocketMessageType Type)> ReceiveAsync(ClientWebSocket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[10_000];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            all.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return (all.ToArray(), received.MessageType);
        }
    }
}
