using System.Diagnostics;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>Clients that mean no good: others go on undisturbed, memory and time are bounded.</summary>
public sealed class HostileTelnetTests : IAsyncLifetime
{
    private const long Megabyte = 1024 * 1024;
    private const string Settings = """
        { "SocketGateway": {
            "Listeners": { "telnet": { "Port": 0, "Service": "console" }, "echo": { "Port": 0, "Service": "echo" } },
            "Services": { "echo": { "Type": "Echo" }, "console": { "Type": "Telnet", "LoginTimeout": "00:00:12" } },
            "Logins": { "LockOutAfter": 4, "LockOutTime": "00:00:20" } } }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private GatewayProcess _gateway = null!;

    private int Port => _gateway.Table["console"];

    public async Task InitializeAsync() => _gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings, Values = [("Telemetry:Console", "Off")] });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_line_of_100_MB_is_taken_to_its_end_in_bounded_memory()
    {
        await WarmUpAsync();
        var before = _gateway.ResidentBytes;
        using var client = await RawTelnetClient.ConnectAsync(Port);
        await client.ExpectAsync("login: ");
        await client.SendAsync(RawTelnetClient.DoEcho);
        var reading = client.ReadToEndAsync();
        var piece = new string('x', (int)Megabyte);
        var sent = 0;
        try
        {
            for (; sent < 100; sent++) await client.SendAsync(piece);
            await client.SendAsync("\r\n");
        }
        catch (SocketException)
        {
            // The time to log in was over before the line was.
        }

        await reading;
        Assert.InRange(client.Received.Length, 1024, 4096);
        Assert.InRange(_gateway.ResidentBytes - before, -500 * Megabyte, 100 * Megabyte);
        await MustServeAsync();
    }

    [Theory]
    [InlineData("\u00ff\u00fb\u0063\u00ff\u00fd\u0062")] // offers and requests of what nobody knows
    [InlineData("\u00ff\u00fb\u0018\u00ff\u00fc\u0018")] // a terminal type that comes and goes, and is asked for each time
    [InlineData("\u00ff\u00fd\u0001\u00ff\u00fe\u0001")] // an echo that is agreed and taken back
    [InlineData("\u00ff\u00fd\u002a\u00ff\u00fe\u002a")] // a character set that is asked for anew each time
    [InlineData("\u00ff\u00fd\u0006")]
    [InlineData("\u00ff\u00f6")]
    [InlineData("\u000c")]
    public async Task A_storm_is_answered_no_faster_than_its_client_reads(string unit)
    {
        await WarmUpAsync();
        var before = _gateway.ResidentBytes;
        using var client = await RawTelnetClient.ConnectAsync(Port);
        await client.SendAsync(RawTelnetClient.DoEcho);
        var storm = string.Concat(Enumerable.Repeat(unit, 200_000));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        // It reads nothing.
        try
        {
            for (var i = 0; i < 20; i++) await client.SendAsync(storm).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Nor does the gateway, then.
        }

        await MustServeAsync();
        Assert.InRange(_gateway.ResidentBytes - before, -500 * Megabyte, 60 * Megabyte);
    }

    [Fact]
    public async Task A_subnegotiation_without_end_and_a_slow_drip_end_with_the_time_to_log_in()
    {
        using var endless = await RawTelnetClient.ConnectAsync(Port);
        using var slow = await RawTelnetClient.ConnectAsync(Port);
        var began = Stopwatch.GetTimestamp();
        await endless.SendAsync("\u00ff\u00fa\u0018" + new string('\0', 100_000));
        var ends = new[] { endless.ReadToEndAsync(), slow.ReadToEndAsync() };
        while (!ends.All(e => e.IsCompleted))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 40);
            try
            {
                await slow.SendAsync("o");
                await endless.SendAsync("\0");
            }
            catch (SocketException)
            {
                // Closed.
            }

            await Task.Delay(200);
        }

        Assert.Contains("Nobody logged in within 00:00:12.", endless.Received, StringComparison.Ordinal);
        Assert.Contains("Nobody logged in within 00:00:12.", slow.Received, StringComparison.Ordinal);
        await MustServeAsync();
    }

    [Fact]
    public async Task A_flood_of_clients_that_never_log_in_is_gone_in_time_and_an_operator_works_meanwhile()
    {
        await WarmUpAsync();
        var before = _gateway.ResidentBytes;
        var flood = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => RawTelnetClient.ConnectAsync(Port)));
        await Task.WhenAll(flood.Select(c => c.ExpectAsync("login: ")));
        await MustServeAsync();
        Assert.InRange(_gateway.ResidentBytes - before, -500 * Megabyte, 100 * Megabyte);
        await Task.WhenAll(flood.Select(c => c.ReadToEndAsync())).WaitAsync(Patience);
        Assert.All(flood, c => Assert.Contains("Nobody logged in", c.Received, StringComparison.Ordinal));
        foreach (var client in flood) client.Dispose();
    }

    [Fact]
    public async Task An_address_that_guesses_is_locked_out_on_all_its_connections_and_let_in_again_later()
    {
        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => GuessAsync()));
        Assert.InRange(guesses.Count(g => g.Contains("Login incorrect", StringComparison.Ordinal)), 2, 4 + Environment.ProcessorCount);
        using var client = await RawTelnetClient.ConnectAsync(Port);
        Assert.True(await client.ReadToEndAsync());
        Assert.Contains("Too many failed logins, try again later", client.Received, StringComparison.Ordinal);
        await Eventually.Async(
            async () =>
            {
                using var later = await RawTelnetClient.ConnectAsync(Port);
                try
                {
                    await later.LogInAsync(await _gateway.OperatorPasswordAsync());
                    return true;
                }
                catch (EndOfStreamException)
                {
                    await Task.Delay(500);
                    return false;
                }
            },
            Patience,
            "it may log in again");
    }

    [Fact]
    public async Task A_Synch_stays_in_the_stream_and_takes_nothing_with_it()
    {
        using var client = await RawTelnetClient.ConnectAsync(Port);
        await client.LogInAsync(await _gateway.OperatorPasswordAsync());
        await client.SendAsync("echo forgotten\u00ff\u00f4\u00ff");
        await client.SendUrgentAsync(0xF2);
        await client.SendAsync("echo kept\r\n");
        Assert.Equal("gateway> kept\r\n", await client.ExpectAsync("kept\r\n"));
    }

    [Fact]
    public async Task A_client_that_watches_and_does_not_read_gets_no_frames_and_goes_on_when_it_does()
    {
        using var admin = new AdminClient(_gateway.Admin);
        var many = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => RawTelnetClient.ConnectAsync(_gateway.Table["echo"])));
        using var client = await RawTelnetClient.ConnectAsync(Port, receiveBuffer: 4096);

        // 250 columns, 500 rows: some 30 KB a frame.
        await client.SendAsync("\u00ff\u00fb\u001f\u00ff\u00fa\u001f\0\u00fa\u0001\u00f4\u00ff\u00f0");
        await client.LogInAsync(await _gateway.OperatorPasswordAsync());
        await client.SendAsync("watch\r\n");

        // Only both sockets together name a connection: to another port the kernel gives the same client port again.
        var sockets = new ListedConnection.Pair($"{client.Local}", $"127.0.0.1:{Port}");
        async Task<long> CommitsAsync() => (await admin.ConnectionsAsync()).Single(c => c.Sockets == sockets).Commits;

        // Until what the kernel takes is full; then nothing more is drawn.
        var commits = await CommitsAsync();
        await Eventually.Async(
            async () =>
            {
                var before = commits;
                await Task.Delay(TimeSpan.FromSeconds(3));
                return (commits = await CommitsAsync()) == before;
            },
            Patience,
            "no more frames are drawn");
        await client.SendAsync("q");
        await client.ExpectAsync("\u001b[?25h\r\ngateway> ");
        await client.SendAsync("echo alive\r\n");
        await client.ExpectAsync("alive\r\n");
        foreach (var other in many) other.Dispose();
    }

    private async Task<string> GuessAsync()
    {
        using var client = await RawTelnetClient.ConnectAsync(Port);
        try
        {
            await client.SendAsync("operator\r\nwrong\r\n\u0004");
            await client.ReadToEndAsync();
        }
        catch (SocketException)
        {
            // Turned away at the door, in mid-packet.
        }

        return client.Received;
    }

    private async Task WarmUpAsync()
    {
        for (var i = 0; i < 3; i++) await MustServeAsync();
    }

    private async Task MustServeAsync()
    {
        using var client = await RawTelnetClient.ConnectAsync(Port);
        await client.LogInAsync(await _gateway.OperatorPasswordAsync());
        await client.SendAsync("echo hello\r\nquit\r\n");
        Assert.True(await client.ReadToEndAsync());
        Assert.Contains("hello\r\n", client.Received, StringComparison.Ordinal);
    }
}
