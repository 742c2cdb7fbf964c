using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Tests.Sockets;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>Connections by messages behind a listener that limits their bandwidth: sessions and clients notice nothing of it but the time.</summary>
public sealed class ConnectionBandwidthSpecs : GatewaySpecs
{
    private const int Rate = 100_000;

    [Theory]
    [InlineData(Rate, 0)]
    [InlineData(0, Rate)]
    public async Task Output_is_no_faster_than_allowed_and_comes_whole_before_the_end(long send, long sendEach)
    {
        var began = Stopwatch.GetTimestamp();
        var (gateway, at) = await StartAsync(() => new TestSession(), Limited(new BandwidthLimits(0, send, 0, sendEach)));
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        await SendAsync(client, "FILL 150000\r\nFILL+CLOSE 150000\r\n");
        var (total, buffer) = (0, new byte[65536]);
        using var patience = new CancellationTokenSource(Patience);
        while (await client.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
            Assert.InRange(total += count, 0, (Rate * (Stopwatch.GetElapsedTime(began).TotalSeconds + 1)) + ByteBucket.MostAtOnce);
        Assert.Equal(300_000, total);
        client.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Theory]
    [InlineData(0, 1_024, "FILL 10000\r\n")]
    [InlineData(1_024, 0, "a\r\n")]
    public async Task What_holds_it_up_is_the_limit(long receive, long send, string said)
    {
        var (gateway, at) = await StartAsync(() => new TestSession(), Limited(new BandwidthLimits(receive, send, 0, 0)));
        var actors = CountActors(gateway);
        var client = await ConnectAsync(at);
        await SendAsync(client, string.Concat(Enumerable.Repeat(said, 10_000 / said.Length)));
        await AwaitConditionAsync(() => Task.FromResult(Gateway.Directory.Count == 1), Patience);
        var connection = Assert.Single(Gateway.Directory.All).Value;
        await AwaitAssertAsync(
            async () => Assert.Equal(HeldUpBy.Limit, (await connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience)).HeldUpBy), Patience);
        Reset(client);
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task Input_is_read_no_faster_than_allowed_and_a_client_that_waits_for_that_is_not_idle()
    {
        // A turn is half a second's worth, and longer than a connection may be idle.
        const int Lines = 300;
        var began = Stopwatch.GetTimestamp();
        var listener = Limited(new BandwidthLimits(1_024, 0, 0, 0)) with { IdleTimeout = TimeSpan.FromMilliseconds(250), ReadBufferBytes = 512 };
        var (gateway, at) = await StartAsync(() => new TestSession(), listener);
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        await SendAsync(client, string.Concat(Enumerable.Repeat("a line\r\n", Lines)));
        var text = await ReadAsync(client, $"{Lines} a line\r\n");
        Assert.Equal(string.Concat(Enumerable.Range(1, Lines).Select(i => $"{i} a line\r\n")), text);
        Assert.InRange(8 * Lines, 0, (1_024 * (Stopwatch.GetElapsedTime(began).TotalSeconds + 1)) + 512);

        // And then it is.
        Assert.Equal("", await ReadAsync(client, null));
        client.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_handshake_goes_on_although_the_read_before_it_was_held()
    {
        var listener = Limited(new BandwidthLimits(1_024, 0, 0, 0)) with { Tls = TestCertificate.Settings(@implicit: false) };
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), listener);
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        var line = new string('x', 2_500);
        await SendAsync(socket, $"{line}\r\nTLS\r\n");
        Assert.Equal($"1 {line} clear\r\ngo\r\n", await ReadAsync(socket, "go\r\n"));
        await using (var client = new SslStream(new NetworkStream(socket)))
        {
            await client.AuthenticateAsClientAsync(TestCertificate.Client()).WaitAsync(Patience);
            await client.WriteAsync("b\r\nCLOSE\r\n"u8.ToArray());
            using var reader = new StreamReader(client, Encoding.UTF8);
            Assert.Equal("3 b 1.3\r\nbye\r\n", await reader.ReadToEndAsync().WaitAsync(Patience));
        }

        socket.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task Input_behind_the_end_is_dropped_without_waiting_for_the_limit()
    {
        // At 1024 bytes a second it would take minutes, and the end of the close's time would reset the client.
        var (gateway, at) = await StartAsync(() => new TestSession(), Limited(new BandwidthLimits(1_024, 0, 0, 0)));
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        await SendAsync(client, "CLOSE\r\n");
        Assert.Equal("bye\r\n", await ReadAsync(client, null));
        using var patience = new CancellationTokenSource(Patience);
        var bytes = new byte[500_000];
        for (var sent = 0; sent < bytes.Length;) sent += await client.SendAsync(bytes.AsMemory(sent), patience.Token);
        client.Shutdown(SocketShutdown.Send);
        await AssertNothingIsLeftAsync(gateway, actors);
        Assert.Equal(0, client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
    }

    private static ListenerSettings Limited(BandwidthLimits limits) => Listener() with { Bandwidth = new ListenerBandwidth(limits, MonotonicClock.Now) };
}
