using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>Clients of every temper at once. CHAOS_MINUTES sets how long, CHAOS_SEED repeats a run's choices.</summary>
public sealed partial class ChaosTests
{
    private const int Clients = 24;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Duration =
        double.TryParse(Environment.GetEnvironmentVariable("CHAOS_MINUTES"), CultureInfo.InvariantCulture, out var minutes)
            ? TimeSpan.FromMinutes(minutes)
            : TimeSpan.FromSeconds(8);

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("CHAOS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    [Fact]
    public async Task Every_byte_that_comes_back_is_the_right_one_whatever_the_clients_do()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var (began, conversations) = (Stopwatch.GetTimestamp(), 0);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
            {
                var random = new Random(HashCode.Combine(Seed, client));
                for (; Stopwatch.GetElapsedTime(began) < Duration; Interlocked.Increment(ref conversations))
                    await ConverseAsync(gateway.EchoPort, random);
            })));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"CHAOS_SEED={Seed}, after {conversations} conversations: {e.Message}\n{gateway.Output.Tail}", e);
        }

        Assert.True(conversations > Clients, $"only {conversations} conversations");
        var most = gateway.Descriptors;
        await Eventually.Async(() => gateway.Descriptors, count => count <= most, Soon, "descriptors do not grow");
        Assert.DoesNotContain(gateway.Output.All, line => FailurePattern().IsMatch(line));
    }

    [GeneratedRegex(@"(?:^|\d )(?:fail|crit)[: ]")]
    private static partial Regex FailurePattern();

    /// <summary>Sends in pieces while it reads in pieces, and ends by a half-close, a close or a reset, when it has all or in the middle.</summary>
    private static async Task ConverseAsync(int port, Random random)
    {
        using var client = await TestClient.ConnectAsync(port);
        var bytes = new byte[random.Next(1, 400_000)];
        random.NextBytes(bytes);
        var (abandon, slow, smallest) = (random.Next(3) == 0, random.Next(4) == 0, random.Next(1, 4000));
        var (sending, receiving) = (new Random(random.Next()), new Random(random.Next()));
        var until = abandon ? random.Next(bytes.Length) : bytes.Length;
        if (abandon)
        {
            // Its bytes may be on the way in either direction when it goes.
            _ = await client.Socket.SendAsync(bytes.AsMemory(0, until));
            if (until > 0) await VerifyAsync(client, bytes, random.Next(Math.Min(until, 1000)), receiving, slow: false);
            if (random.Next(2) == 0) client.Reset();
            return;
        }

        var send = SendAsync(client, bytes, smallest, sending);
        await VerifyAsync(client, bytes, bytes.Length, receiving, slow);
        await send;
        client.ShutdownSend();
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
    }

    private static async Task SendAsync(TestClient client, byte[] bytes, int smallest, Random random)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            var piece = Math.Min(bytes.Length - sent, random.Next(smallest, 20 * smallest));
            await client.SendAsync(bytes.AsMemory(sent, piece));
            sent += piece;
        }
    }

    private static async Task VerifyAsync(TestClient client, byte[] bytes, int count, Random random, bool slow)
    {
        var buffer = new byte[65536];
        for (var have = 0; have < count;)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(0, Math.Min(count - have, random.Next(1, buffer.Length))));
            Assert.True(read > 0, $"the stream ended after {have} of {count} bytes");
            Assert.True(bytes.AsSpan(have, read).SequenceEqual(buffer.AsSpan(0, read)), $"wrong bytes between {have} and {have + read}");
            have += read;
            if (slow) await Task.Delay(random.Next(10));
        }
    }
}
