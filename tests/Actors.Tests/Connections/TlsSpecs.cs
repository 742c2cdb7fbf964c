using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Actors.Tests.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>TLS over real sockets, from the accept or on a session's word.</summary>
public sealed partial class TlsSpecs : GatewaySpecs
{
    [Theory]
    [InlineData(SslProtocols.Tls12, "1.2")]
    [InlineData(SslProtocols.Tls13, "1.3")]
    public async Task A_conversation_under_tls_ends_with_close_notify_and_leaves_nothing(SslProtocols protocol, string version)
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls());
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket, protocol);
        await WriteAsync(client, "a\r\nCLOSE\r\n");
        Assert.Equal($"1 a {version}\r\nbye\r\n", await ReadAsync(client, null));
        await client.DisposeAsync();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_session_that_crashes_under_tls_is_not_noticed()
    {
        var (_, at) = await StartAsync(() => new TlsTestSession(), Tls());
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        await WriteAsync(client, "a\r\nTHROW\r\nb\r\n");
        Assert.Equal("1 a 1.3\r\n2 THROW 1.3\r\n3 b 1.3\r\n", await ReadAsync(client, "3 b 1.3\r\n"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_puts_tls_on_a_connection_and_goes_on_from_its_state(bool handshakeAtOnce)
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls(@implicit: false));
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        await SendAsync(socket, "a\r\nTLS\r\n");
        var wire = new PrefixedStream(socket, handshakeAtOnce ? 0 : "1 a clear\r\ngo\r\n".Length);
        if (!handshakeAtOnce) Assert.Equal("1 a clear\r\ngo\r\n", await wire.TakePrefixAsync());
        else wire.SkipClearText("1 a clear\r\ngo\r\n".Length);
        await using var client = new SslStream(wire);
        await client.AuthenticateAsClientAsync(TestCertificate.Client()).WaitAsync(Patience);
        await WriteAsync(client, "b\r\n");
        Assert.Equal("3 b 1.3\r\n", await ReadAsync(client, "\r\n"));
        var snapshot = await Assert.Single(Gateway.Directory.All).Value.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience);
        Assert.Equal(("1.3", 11L, 2), (snapshot.Info.Tls?.Version, snapshot.BytesCommitted, snapshot.Epoch));
        await WriteAsync(client, "CLOSE\r\n");
        Assert.Equal("bye\r\n", await ReadAsync(client, null));
        await client.DisposeAsync();
        socket.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Theory]
    [InlineData("TLS\r\nRSET\r\n")]
    [InlineData("TLS\r\nR")]
    public async Task Clear_text_behind_the_request_for_tls_is_never_read(string pipelined)
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls(@implicit: false));
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        using var failures = new Failures();
        await SendAsync(socket, pipelined);
        Assert.Equal("go\r\n", await ReadAsync(socket, null));
        socket.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
        Assert.Equal([CloseReasons.TlsInjection], failures.Reasons);
    }

    [Fact]
    public async Task Clear_text_to_a_tls_port_is_closed_at_once()
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls());
        var actors = CountActors(gateway);
        using var failures = new Failures();
        using var socket = await ConnectAsync(at);
        await SendAsync(socket, "GET / HTTP/1.1\r\n\r\n");
        Assert.Equal("", await ReadAsync(socket, null));
        socket.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
        Assert.Equal([CloseReasons.TlsHandshakeFailed], failures.Reasons);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0001")]
    public async Task A_handshake_that_is_not_finished_is_closed_when_its_time_is_over(string begun)
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls(patience: TimeSpan.FromMilliseconds(300)));
        var actors = CountActors(gateway);
        using var failures = new Failures();
        using var socket = await ConnectAsync(at);
        if (begun.Length > 0) await SendAsync(socket, begun);
        Assert.Equal("", await ReadAsync(socket, null));
        socket.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
        Assert.Equal([CloseReasons.TlsHandshakeTimeout], failures.Reasons);
    }

    [Fact]
    public async Task A_handshake_without_end_is_bounded_in_bytes()
    {
        var (_, at) = await StartAsync(() => new TlsTestSession(), Tls());
        using var socket = await ConnectAsync(at);

        // A ClientHello that says it is 16 MiB long, in records of 16 KiB.
        byte[] record = [22, 3, 1, 0x40, 0, 1, 0xFF, 0xFF, 0xFF, .. new byte[0x4000 - 4]];
        using var patience = new CancellationTokenSource(Patience);
        for (var i = 0; i < 8; i++) await socket.SendAsync(record, patience.Token);

        // At most an alert comes back.
        Assert.InRange((await ReadAsync(socket, null)).Length, 0, 7);
    }

    [Fact]
    public async Task A_client_that_ends_without_close_notify_has_ended()
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls());
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        await WriteAsync(client, "a\r\n");
        Assert.Equal("1 a 1.3\r\n", await ReadAsync(client, "\r\n"));
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("end seen\r\n", await ReadAsync(client, null));
        await client.DisposeAsync();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task Much_output_comes_whole_and_a_kick_ends_one_that_is_not_read()
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls());
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        var all = string.Concat(Enumerable.Repeat("FILL 250000\r\n", 40));
        await WriteAsync(client, all + "a\r\n");
        Assert.Equal((40 * 250_000) + "41 a 1.3\r\n".Length, (await ReadAsync(client, "41 a 1.3\r\n")).Length);
        await WriteAsync(client, all);
        var connection = Assert.Single(Gateway.Directory.All).Value;
        await AwaitAssertAsync(
            async () => Assert.Equal(HeldUpBy.Client, (await connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience)).HeldUpBy), Patience);
        connection.Tell(new ConnectionProtocol.Kick(CloseReasons.Kicked));
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task Resets_at_any_moment_leave_nothing()
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls());
        var actors = CountActors(gateway);
        var random = new Random(7);
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            var socket = await ConnectAsync(at);
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(0, 30)));
            try
            {
                await using var client = new SslStream(new NetworkStream(socket));
                await client.AuthenticateAsClientAsync(TestCertificate.Client(), limit.Token);
                await client.WriteAsync("FILL 200000\r\na\r\n"u8.ToArray(), limit.Token);
                while (await client.ReadAsync(new byte[1000], limit.Token) > 0)
                {
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }

            Reset(socket);
        });
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    private static ListenerSettings Tls(bool @implicit = true, TimeSpan? patience = null) => Listener() with { Tls = TestCertificate.Settings(@implicit, patience) };

    private static async Task<SslStream> SecureAsync(Socket socket, SslProtocols protocols = SslProtocols.None)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(TestCertificate.Client(protocols)).WaitAsync(Patience);
        return stream;
    }

    private static async Task WriteAsync(SslStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask().WaitAsync(Patience);

    private static async Task<string> ReadAsync(SslStream stream, string? until)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (text, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        while (until is null || text.Length < until.Length || text.ToString(text.Length - until.Length, until.Length) != until)
        {
            var count = await stream.ReadAsync(buffer, patience.Token);
            if (count == 0) break;
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    /// <summary>The reasons of handshakes that failed meanwhile, at these tests' listeners: the meter hears the whole process, and links between nodes shake hands too.</summary>
    private sealed class Failures : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _reasons = [];

        public Failures()
        {
            _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            {
                var all = tags.ToArray();
                if (!all.Contains(new(Tags.Listener, Listener().Name))) return;
                foreach (var tag in all)
                {
                    if (tag.Key == Tags.ErrorType) lock (_reasons) _reasons.Add((string)tag.Value!);
                }
            });
            _listener.EnableMeasurementEvents(GatewayTelemetry.TlsHandshakeDuration);
        }

        public IReadOnlyList<string> Reasons
        {
            get
            {
                lock (_reasons) return [.. _reasons];
            }
        }

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>A socket's stream on which clear text comes first.</summary>
    private sealed class PrefixedStream(Socket socket, int prefix) : NetworkStream(socket)
    {
        private int _skip;

        public async Task<string> TakePrefixAsync()
        {
            var bytes = new byte[prefix];
            await ReadExactlyAsync(bytes);
            return Encoding.ASCII.GetString(bytes);
        }

        public void SkipClearText(int bytes) => _skip = bytes;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_skip > 0)
            {
                var clear = new byte[_skip];
                _skip = 0;
                for (var at = 0; at < clear.Length;) at += await base.ReadAsync(clear.AsMemory(at), cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
