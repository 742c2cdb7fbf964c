using System.Diagnostics;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Hostile;

/// <summary>Whoever sends what no client would costs little and gets an error or an end; the others do not feel it.</summary>
public sealed class HostileClientTests(SharedServices gateway) : IClassFixture<SharedServices>
{
    private const long MaxGrowth = 64 * 1024 * 1024;
    private const long Endless = 100 * 1024 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("telnet", "login: ")]
    [InlineData("ftp", "500 Line longer")]
    [InlineData("http", "HTTP/1.1 4")]
    public async Task A_hundred_megabytes_without_the_end_of_a_line_cost_little_memory(string service, string answer)
    {
        await gateway.ServeOthersAsync();
        var before = gateway.Process.ResidentBytes;
        using var client = await TestClient.ConnectAsync(gateway.Port(service));
        var reading = client.ReadToEndAsync();
        var largest = before;
        try
        {
            var piece = new byte[1 << 20];
            Array.Fill(piece, (byte)'x');
            for (var sent = 0L; sent < Endless; sent += piece.Length)
            {
                await client.SendAsync(piece);
                largest = Math.Max(largest, gateway.Process.ResidentBytes);
            }

            // Read to the end: a line that is too long can still be ended.
            await client.SendAsync("\r\n"u8.ToArray());
            client.ShutdownSend();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // The gateway had enough of it.
        }

        Assert.Contains(answer, await reading, StringComparison.Ordinal);
        Assert.InRange(largest - before, long.MinValue, MaxGrowth);
        await gateway.ServeOthersAsync();
    }

    [Fact]
    public async Task Two_hundred_clients_that_send_a_byte_now_and_then_disturb_nobody()
    {
        string[] services = ["telnet", "ftp", "http"];
        byte[][] beginnings = ["op"u8.ToArray(), "USER "u8.ToArray(), "GET /"u8.ToArray()];
        var usual = await TimeAsync(gateway.ServeOthersAsync);
        using var stop = new CancellationTokenSource();
        var drips = Enumerable.Range(0, 200).Select(i => DripAsync(gateway.Port(services[i % 3]), beginnings[i % 3], stop.Token)).ToArray();
        var times = new List<TimeSpan>();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(4);)
        {
            times.Add(await TimeAsync(gateway.ServeOthersAsync));
        }

        Assert.DoesNotContain(drips, drip => drip.IsCompleted);
        await stop.CancelAsync();
        await Task.WhenAll(drips);

        // Not the slowest of all: what else the machine does is not theirs.
        Assert.InRange(times.Order().ElementAt(times.Count / 2), TimeSpan.Zero, TimeSpan.FromSeconds(2) + (5 * usual));
    }

    [Theory]
    [InlineData("telnet")]
    [InlineData("ftp")]
    [InlineData("http")]
    public async Task A_flood_of_clients_that_never_log_in_fills_one_listener_and_no_other(string service)
    {
        using var admin = new AdminClient(gateway.Process.Admin);
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
        var refused = await RefusedAsync(admin, service);
        var clients = new List<TestClient>();
        for (var i = 0; i < SharedServices.MaxConnections + 100; i++) clients.Add(await TestClient.ConnectAsync(gateway.Port(service)));
        await Eventually.Async(async () => await RefusedAsync(admin, service) - refused, count => count == 100, Soon, "100 are refused");
        Assert.Equal(SharedServices.MaxConnections, (await admin.ConnectionsAsync()).Count);

        foreach (var other in new[] { "telnet", "ftp" }.Where(other => other != service))
        {
            using var client = await TestClient.ConnectAsync(gateway.Port(other));
            await client.ExpectAsync(other == "ftp" ? "220 " : "login: ");
        }

        clients.ForEach(client => client.Reset());
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
        await gateway.ServeOthersAsync();
    }

    [Theory]
    [InlineData("telnet", "login: ")]
    [InlineData("ftp", "50")]
    [InlineData("http", "HTTP/1.1 400")]
    public async Task A_client_that_speaks_TLS_where_there_is_none_is_told_in_clear_text(string service, string answer)
    {
        using var client = await TestClient.ConnectAsync(gateway.Port(service));

        // A ClientHello of TLS 1.2 without extensions, and the ends of lines that it has none of.
        await client.SendAsync(new byte[] { 0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3 }.Concat(new byte[32]).Concat(new byte[] { 0, 0, 2, 0xC0, 0x2F, 1, 0 }).Concat("\r\n\r\n"u8.ToArray()).ToArray());
        client.ShutdownSend();
        Assert.Contains(answer, await client.ReadToEndAsync().WaitAsync(Soon), StringComparison.Ordinal);
        await gateway.ServeOthersAsync();
    }

    [Theory]
    [InlineData("telnet")]
    [InlineData("ftp")]
    [InlineData("http")]
    public async Task Noise_gets_an_error_or_an_end_and_no_session_fails_over_it(string service)
    {
        using var admin = new AdminClient(gateway.Process.Admin);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(seed => SendNoiseAsync(gateway.Port(service), seed)));
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
        Assert.DoesNotContain(gateway.Process.Output.All, line => line.Contains("Exception", StringComparison.Ordinal) || line.Contains("poison", StringComparison.Ordinal));
        await gateway.ServeOthersAsync();
    }

    private static Task<double> RefusedAsync(AdminClient admin, string listener) =>
        admin.MetricAsync("socketgateway_rejected_connections_total", $"socketgateway_listener=\"{listener}\"");

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Lines of noise, read to their end; or noise of which the last line has none, and a reset.</summary>
    private static async Task SendNoiseAsync(int port, int seed)
    {
        var (random, noise) = (new Random(seed), new byte[8192]);
        random.NextBytes(noise);
        for (var i = 0; i < noise.Length; i += 40) noise[i] = (byte)'\n';
        noise.AsSpan(^2).Fill((byte)(seed % 2 == 0 ? '\n' : 'x'));
        using var client = await TestClient.ConnectAsync(port);
        var reading = seed % 2 == 0 ? client.ReadToEndAsync() : Task.FromResult("");
        try
        {
            await client.SendAsync(noise);
            if (seed % 2 == 0) client.ShutdownSend();
            else client.Reset();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected)
        {
            // Its end has come already.
        }

        await reading;
    }

    /// <summary>A byte every 200 ms of a line that never ends, until it is told to stop; its end comes from nobody else.</summary>
    private static async Task DripAsync(int port, byte[] beginning, CancellationToken stop)
    {
        using var client = await TestClient.ConnectAsync(port);
        try
        {
            for (var i = 0; ; i++)
            {
                await client.SendAsync(i < beginning.Length ? beginning.AsMemory(i, 1) : "x"u8.ToArray());
                await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            }
        }
        catch (OperationCanceledException)
        {
            client.Reset();
        }
    }
}
