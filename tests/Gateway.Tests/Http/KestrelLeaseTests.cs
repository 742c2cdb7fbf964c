using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Gateway.Tests.Http;

/// <summary>How leased connections of Kestrel end, and what is said of them.</summary>
[Collection(RunningGateway.Collection)]
public sealed partial class KestrelLeaseTests
{
    private const int CloseWait = 8; // include/net/tcp_states.h: the client has ended its side

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_large_last_response_reaches_a_slow_client_whole_and_the_end_behind_it()
    {
        await using var site = await LeasedSite.StartAsync();
        await using var stream = await site.AskAsync("/large", "Connection: close\r\n", receiveBuffer: 4096);
        var answer = await ReadToEndAsync(stream);
        Assert.False(answer.IsReset);
        Assert.Equal(LeasedSite.LargeBytes, answer.Bytes.Length - answer.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4);
        Assert.Contains(" closed,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bytes_in_the_access_log_are_those_that_the_client_sent_and_got()
    {
        await using var site = await LeasedSite.StartAsync();
        var stream = await site.AskAsync("/small");
        var answer = await ReadUntilAsync(stream, "small");
        stream.Close();
        var line = await site.EndOfTheOneAsync();
        Assert.Contains(" closed,", line, StringComparison.Ordinal);
        Assert.Equal(("GET /small HTTP/1.1\r\nHost: here\r\n\r\n".Length, answer.Length), BytesOf(line));
    }

    [Fact]
    public async Task The_bytes_are_the_same_when_the_gateway_ends_the_connection()
    {
        await using var site = await LeasedSite.StartAsync();
        await using var stream = await site.AskAsync("/small", "Connection: close\r\n");
        var answer = await ReadToEndAsync(stream);
        Assert.Equal(("GET /small HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".Length, answer.Bytes.Length), BytesOf(await site.EndOfTheOneAsync()));
    }

    [Fact]
    public async Task A_request_that_its_application_aborts_is_reset_after_what_was_sent()
    {
        await using var site = await LeasedSite.StartAsync();
        await using var stream = await site.AskAsync("/abort");
        var answer = await ReadToEndAsync(stream);
        Assert.True(answer.IsReset);
        Assert.Contains(" aborted_by_app,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GE")]
    [InlineData("GET /small HTTP/1.1\r\nHost: here\r\n\r\n")]
    [InlineData("GET /large HTTP/1.1\r\nHost: here\r\n\r\n")]
    public async Task A_client_that_resets_the_connection_is_reported_so(string said)
    {
        await using var site = await LeasedSite.StartAsync();
        var stream = await site.ConnectAsync(receiveBuffer: 4096);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(said));
        await site.UntilReceivedAsync(said.Length);
        if (said.EndsWith("\r\n\r\n", StringComparison.Ordinal)) await ReadUntilAsync(stream, "\r\n\r\n");
        Reset(stream);
        Assert.Contains(" connection_reset,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_learns_that_its_client_has_reset_the_connection()
    {
        await using var site = await LeasedSite.StartAsync();
        var stream = await site.AskAsync("/held");
        await site.Held.Begun.Task.WaitAsync(Patience);
        Reset(stream);
        await site.Held.Aborted.Task.WaitAsync(Patience);
        Assert.Contains(" connection_reset,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
        site.Held.Released.SetResult();
    }

    [Fact]
    public async Task A_client_that_ended_its_side_waits_for_its_answer_as_long_as_it_takes()
    {
        await using var site = await LeasedSite.StartAsync();
        await using var stream = await site.AskAsync("/held");
        await site.Held.Begun.Task.WaitAsync(Patience);
        stream.Socket.Shutdown(SocketShutdown.Send);
        await site.UntilStateAsync(CloseWait);
        Assert.False(site.Held.Aborted.Task.IsCompleted);
        site.Held.Released.SetResult();
        var answer = await ReadToEndAsync(stream);
        Assert.False(answer.IsReset);
        Assert.Contains("held", answer.Text, StringComparison.Ordinal);
        Assert.Contains(" closed,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kick_resets_a_connection_whose_application_is_stuck()
    {
        await using var site = await LeasedSite.StartAsync();
        await using var stream = await site.AskAsync("/held");
        await site.Held.Begun.Task.WaitAsync(Patience);
        using var kick = new HttpRequestMessage(HttpMethod.Delete, $"/api/connections/{(string)(await ListAsync(site))["id"]!}") { Headers = { { "X-SocketGateway", "1" } } };
        using var kicked = await site.Admin.SendAsync(kick);
        Assert.True((await ReadToEndAsync(stream)).IsReset);
        Assert.Contains(" kicked,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
        await site.Held.Aborted.Task.WaitAsync(Patience);
        site.Held.Released.SetResult();
    }

    [Fact]
    public async Task An_idle_connection_ends_in_good_order_and_one_with_a_stuck_application_is_reset()
    {
        await using var site = await LeasedSite.StartAsync(("SocketGateway:Listeners:http:Limits:IdleTimeout", "00:00:03"));
        await using var idle = await site.AskAsync("/small");
        Assert.False((await ReadToEndAsync(idle)).IsReset);
        Assert.Contains(" idle_timeout,", await site.EndOfTheOneAsync(), StringComparison.Ordinal);
        await using var stuck = await site.AskAsync("/held");
        Assert.True((await ReadToEndAsync(stuck)).IsReset);
        site.Held.Released.SetResult();
    }

    [Fact]
    public async Task A_listed_connection_says_that_it_is_leased_what_moved_and_who_is_waited_for()
    {
        await using var site = await LeasedSite.StartAsync();
        await using var stream = await site.AskAsync("/large", receiveBuffer: 4096);
        await ReadUntilAsync(stream, "\r\n\r\n");
        JsonNode listed;
        using var patience = new CancellationTokenSource(Patience);
        while ((string?)(listed = await ListAsync(site))["heldUpBy"] != "client" || (int)listed["bytes"]!["out"]! < 4096) await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        Assert.Equal(("lease", "serving"), ((string?)listed["way"], (string?)listed["state"]));
        Assert.Equal("GET /large HTTP/1.1\r\nHost: here\r\n\r\n".Length, (int)listed["bytes"]!["in"]!);
        Assert.InRange((int)listed["bytes"]!["out"]!, 4096, LeasedSite.LargeBytes / 2);
    }

    [Fact]
    public async Task The_counters_of_bytes_know_of_a_connection_while_it_lasts_and_count_nothing_twice()
    {
        await using var site = await LeasedSite.StartAsync();
        using var meters = new MeterListener();
        var (received, sent) = (0L, 0L);
        meters.SetMeasurementEventCallback<long>((_, bytes, tags, _) =>
        {
            if (tags.Contains(GatewayTelemetry.Receive)) Interlocked.Add(ref received, bytes);
            else Interlocked.Add(ref sent, bytes);
        });
        meters.EnableMeasurementEvents(GatewayTelemetry.Io);
        var request = "GET /small HTTP/1.1\r\nHost: here\r\n\r\n".Length;
        await using var stream = await site.AskAsync("/small");
        var answer = await ReadUntilAsync(stream, "small");

        // The kernel's two numbers of what was sent are not read in one moment, so that a look amid an acknowledgement may miss some of it.
        using var patience = new CancellationTokenSource(Patience);
        for (site.Lender.Sample(); Interlocked.Read(ref sent) < answer.Length; site.Lender.Sample()) await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        site.Lender.Sample();
        Assert.Equal((request, answer.Length), (Interlocked.Read(ref received), Interlocked.Read(ref sent)));
        await stream.WriteAsync("GET /small HTTP/1.1\r\nHost: here\r\n\r\n"u8.ToArray());
        await ReadUntilAsync(stream, "small");
        stream.Close();
        await site.EndOfTheOneAsync();
        Assert.Equal((2 * request, 2 * answer.Length), (Interlocked.Read(ref received), Interlocked.Read(ref sent)));
    }

    [Fact]
    public async Task Where_sessions_are_limited_messages_serve()
    {
        await using var site = await LeasedSite.StartAsync(("SocketGateway:Services:mine:Placement:MaxSessions", "5"));
        await using var stream = await site.AskAsync("/small");
        await ReadUntilAsync(stream, "small");
        Assert.Equal("messages", (string?)(await ListAsync(site))["way"]);
    }

    /// <summary>A stream that is closed sends an end before its reset.</summary>
    private static void Reset(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Dispose();
    }

    private static async Task<JsonNode> ListAsync(LeasedSite site) => Assert.Single(JsonNode.Parse(await site.Admin.GetStringAsync("/api/connections"))!.AsArray())!;

    private static (int Received, int Sent) BytesOf(string line)
    {
        var match = BytesPattern().Match(line);
        return (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static async Task<(byte[] Bytes, string Text, bool IsReset)> ReadToEndAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var all = new MemoryStream();
        var isReset = false;
        try
        {
            await stream.CopyToAsync(all, patience.Token);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            isReset = true;
        }

        return (all.ToArray(), Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)Math.Min(all.Length, 1000)), isReset);
    }

    private static async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        using var patience = new CancellationTokenSource(Patience);
        var all = new StringBuilder();
        var buffer = new byte[1000];
        while (!all.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            Assert.NotEqual(0, read);
            all.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return all.ToString();
    }

    [GeneratedRegex("(\\d+) bytes in, (\\d+) bytes out")]
    private static partial Regex BytesPattern();
}
