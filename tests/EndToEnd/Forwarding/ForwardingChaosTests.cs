using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>Clients and destinations of every temper, a thousand at once. CHAOS_MINUTES sets how long, CHAOS_SEED repeats a run's choices.</summary>
public sealed partial class ForwardingChaosTests(ITestOutputHelper output)
{
    private const int Clients = 1000;
    private const long MaxGrowth = 256 * 1024 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Duration =
        double.TryParse(Environment.GetEnvironmentVariable("CHAOS_MINUTES"), CultureInfo.InvariantCulture, out var minutes)
            ? TimeSpan.FromMinutes(minutes)
            : TimeSpan.FromSeconds(20);

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("CHAOS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    private readonly ConcurrentDictionary<int, ChaosConversation> _conversations = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private int _last;
    private int _whole;
    private long _sent;
    private long _received;
    private long _heard;

    [Fact]
    public async Task Every_byte_arrives_at_its_place_whatever_the_two_ends_do_and_nothing_of_it_is_left()
    {
        using var first = new TestDestination("first", AnswerAsync) { Keys = $"\"MaxConnections\": {Clients / 2}" };
        using var second = new TestDestination("second", AnswerAsync) { Keys = $"\"MaxConnections\": {Clients / 2}" };
        var chaos = new ForwardedService("chaos", first, second) { Keys = "\"HoldTimeout\": \"00:01:00\", \"HealthCheck\": { \"Passive\": { \"Enabled\": false } }" };
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ForwardedService.Settings(chaos) });
        using var admin = new AdminClient(gateway.Admin);
        output.WriteLine($"CHAOS_SEED={Seed}");
        var port = gateway.Table["chaos"];
        await ConverseAsync(port, new Random(Seed));
        var (sockets, resident, began) = (gateway.Sockets, gateway.ResidentBytes, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var random = new Random(HashCode.Combine(Seed, client));
            while (Stopwatch.GetElapsedTime(began) < Duration && _failures.IsEmpty) await ConverseAsync(port, random);
        })));
        Assert.True(_failures.IsEmpty, $"CHAOS_SEED={Seed}, after {_last} conversations: {string.Join('\n', _failures.Take(3))}\n{gateway.Output.Tail}");
        Assert.InRange(_whole, Clients / 4, int.MaxValue);
        await Eventually.Async(admin.ConnectionsAsync, rows => rows.Count == 0, Soon, "nobody is connected");
        await Eventually.Async(() => admin.MetricAsync("socketgateway_active_connections"), value => value == 0, Soon, "no connection is counted");
        await Eventually.Async(() => gateway.Sockets, now => now <= sockets + 2, Soon, $"sockets are back at {sockets}");
        Assert.InRange(gateway.ResidentBytes - resident, long.MinValue, MaxGrowth);
        await AssertCountersAsync(gateway, admin);
        await AssertEveryPlaceIsFreeAsync(port, first, second);
        output.WriteLine($"{_last} conversations, {_whole} of them whole; {_sent + _received} bytes; grew by {(gateway.ResidentBytes - resident) / 1024 / 1024} MiB");
        Assert.DoesNotContain(gateway.Output.All, line => FailurePattern().IsMatch(line));
    }

    [GeneratedRegex(@"(?:^|\d )(?:fail|crit)[: ]")]
    private static partial Regex FailurePattern();

    [GeneratedRegex(@"ended: \S+ <-> \S+ chaos chaos \w+, (\d+) bytes in, (\d+) bytes out")]
    private static partial Regex AccessPattern();

    private async Task ConverseAsync(int port, Random random)
    {
        var id = Interlocked.Increment(ref _last);
        var conversation = _conversations[id] = new ChaosConversation(id, random.Next());
        try
        {
            using var client = await TestClient.ConnectAsync(port);
            if (await conversation.SpeakAsync(client)) Interlocked.Increment(ref _whole);
            Interlocked.Add(ref _sent, conversation.Client.Sent);
            Interlocked.Add(ref _received, conversation.Client.Received);
            Interlocked.Add(ref _heard, conversation.Heard);
        }
        catch (Exception error)
        {
            _failures.Enqueue(new InvalidOperationException($"{conversation}: {error.Message}", error));
        }
        finally
        {
            _conversations.TryRemove(id, out _);
        }
    }

    private async Task AnswerAsync(TestClient connection)
    {
        // A client that resets at once may never have said its number.
        if (await TryReadNumberAsync(connection) is not { } id || !_conversations.TryGetValue(id, out var conversation)) return;
        try
        {
            await conversation.AnswerAsync(connection);
        }
        catch (Exception error)
        {
            _failures.Enqueue(new InvalidOperationException($"{conversation}: {error.Message}", error));
        }
    }

    private static async Task<int?> TryReadNumberAsync(TestClient connection)
    {
        try
        {
            return BitConverter.ToInt32(await connection.ReceiveExactlyAsync(ChaosConversation.HeaderBytes));
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>The metrics are the sums of the access log, and both fit what the ends have seen.</summary>
    private async Task AssertCountersAsync(GatewayProcess gateway, AdminClient admin)
    {
        var (counted, _) = await Eventually.Async(
            async () => (Counted: (Received: (long)await IoAsync(admin, "receive"), Sent: (long)await IoAsync(admin, "transmit")), Logged: Logged(gateway)),
            sums => sums.Counted == sums.Logged,
            Soon,
            "the access log adds up to what is counted");
        Assert.InRange(counted.Received, _heard, _sent);
        Assert.InRange(counted.Sent, _received, long.MaxValue);
    }

    private static (long Received, long Sent) Logged(GatewayProcess gateway)
    {
        var lines = gateway.Output.All.Select(line => AccessPattern().Match(line)).Where(match => match.Success).ToList();
        return (lines.Sum(line => Number(line.Groups[1])), lines.Sum(line => Number(line.Groups[2])));
    }

    private static long Number(Group text) => long.Parse(text.ValueSpan, CultureInfo.InvariantCulture);

    private static Task<double> IoAsync(AdminClient admin, string direction) =>
        admin.MetricAsync("socketgateway_io_bytes_total", $"direction=\"{direction}\"", "socketgateway_service=\"chaos\"");

    /// <summary>As many as the destinations may have are connected at the same time: no place was lost.</summary>
    private static async Task AssertEveryPlaceIsFreeAsync(int port, TestDestination first, TestDestination second)
    {
        (first.Serve, second.Serve) = (Serving.EchoAsync, Serving.EchoAsync);
        var clients = new List<TestClient>();
        for (var i = 0; i < Clients; i++) clients.Add(await TestClient.ConnectAsync(port));
        foreach (var client in clients) await client.EchoAsync([1]);
        clients.ForEach(client => client.Dispose());
    }
}
