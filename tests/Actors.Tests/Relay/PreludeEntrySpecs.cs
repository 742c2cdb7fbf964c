using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.TestKit.Xunit2;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;
using SocketGateway.Protocols.Routes;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>First bytes that are peeked from real sockets.</summary>
public sealed class PreludeEntrySpecs : TestKit
{
    private const string Header = "PROXY TCP4 192.0.2.7 10.0.0.1 4000 80\r\n";
    private const int Required = (int)ProxyProtocolMode.Required;
    private const int Optional = (int)ProxyProtocolMode.Optional;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Route Ssh = new("ssh") { FirstBytes = ["SSH-"u8.ToArray()] };
    private static readonly Route Name = new("name") { ServerNames = ["a.example.org"] };

    private readonly Actors.Relay.Relay _relay = new(1);
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Socket _server;
    private SocketDuplicate? _duplicate;
    private Prelude? _prelude;

    public PreludeEntrySpecs()
        : base("akka.loglevel = ERROR")
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
    }

    [Fact]
    public async Task A_header_that_comes_byte_by_byte_is_taken_off_and_what_follows_stays()
    {
        if (!OperatingSystem.IsLinux()) return;
        Begin(ProxyProtocolMode.Required, headerTimeout: 20_000, routeTimeout: 20_000);
        foreach (var value in Encoding.ASCII.GetBytes(Header)) await SendAsync([value]);
        Assert.False(End().Lost);
        Assert.Equal("192.0.2.7", _prelude!.Client.ToString());
        await SendAsync("rest"u8.ToArray());
        await AssertNextAsync("rest");
    }

    [Fact]
    public async Task Of_one_packet_with_header_and_first_bytes_only_the_header_is_taken()
    {
        if (!OperatingSystem.IsLinux()) return;
        await SendAsync(Encoding.ASCII.GetBytes(Header + "SSH-2.0-client"));
        Begin(ProxyProtocolMode.Required, 20_000, 20_000, Ssh);
        Assert.False(End().Lost);
        Assert.Equal("ssh", _prelude!.Service);
        await AssertNextAsync("SSH-2.0-client");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(38)]
    [InlineData(39)]
    [InlineData(41)]
    public async Task Header_and_first_bytes_may_be_cut_anywhere(int cut)
    {
        if (!OperatingSystem.IsLinux()) return;
        var bytes = Encoding.ASCII.GetBytes(Header + "SSH-2.0");
        Begin(ProxyProtocolMode.Optional, 20_000, 20_000, Ssh);
        await SendAsync(bytes[..cut]);
        await SendAsync(bytes[cut..]);
        Assert.False(End().Lost);
        Assert.Equal(("ssh", "192.0.2.7"), (_prelude!.Service, _prelude.Client.ToString()));
        await AssertNextAsync("SSH-2.0");
    }

    /// <summary>More than a header can have is in the socket before anybody looks, so that no event tells of it.</summary>
    [Fact]
    public async Task A_long_hello_without_header_is_told_at_once()
    {
        if (!OperatingSystem.IsLinux()) return;
        await SendAsync(Hello("a.example.org", padding: 10_000));
        await AwaitAssertAsync(() => Assert.True(_server.Available > 10_000), Patience);
        Begin(ProxyProtocolMode.Optional, headerTimeout: 60_000, routeTimeout: 60_000, Name);
        Assert.False(End().Lost);
        Assert.Equal(("name", "a.example.org"), (_prelude!.Service, _prelude.Hello!.ServerName));
    }

    [Theory]
    [InlineData("GET ", Required, CloseReasons.ProxyProtocolMissing)]
    [InlineData("PROXY nonsense\r\n", Required, CloseReasons.ProxyProtocolMalformed)]
    [InlineData("PROXY nonsense\r\n", Optional, CloseReasons.ProxyProtocolMalformed)]
    public async Task Wrong_bytes_are_refused_at_once(string bytes, int mode, string refusal)
    {
        if (!OperatingSystem.IsLinux()) return;
        Begin((ProxyProtocolMode)mode, 60_000, 60_000);
        await SendAsync(Encoding.ASCII.GetBytes(bytes));
        Assert.False(End().Lost);
        Assert.Equal(refusal, _prelude!.Refusal);
    }

    [Theory]
    [InlineData("", Required, null, CloseReasons.ProxyProtocolTimeout)]
    [InlineData("PROXY TCP4 ", Required, null, CloseReasons.ProxyProtocolTimeout)]
    [InlineData("PROXY TCP4 ", Optional, "own", null)]
    [InlineData(Header + "SS", Required, "own", null)]
    [InlineData(Header, Optional, "own", null)]
    public async Task What_does_not_come_in_time_is_refused_or_goes_to_the_listeners_own_service(string bytes, int mode, string? service, string? refusal)
    {
        if (!OperatingSystem.IsLinux()) return;
        await SendAsync(Encoding.ASCII.GetBytes(bytes));
        Begin((ProxyProtocolMode)mode, 200, 200, Ssh);
        Assert.False(End().Lost);
        Assert.Equal((service, refusal), (_prelude!.Service, _prelude.Refusal));
    }

    [Fact]
    public async Task A_client_that_says_no_more_goes_to_the_listeners_own_service_at_once()
    {
        if (!OperatingSystem.IsLinux()) return;
        Begin(ProxyProtocolMode.Off, 60_000, 60_000, Ssh);
        await SendAsync("SS"u8.ToArray());
        _client.Shutdown(SocketShutdown.Send);
        Assert.False(End().Lost);
        Assert.Equal("own", _prelude!.Service);
        await AssertNextAsync("SS");
    }

    [Theory]
    [InlineData("")]
    [InlineData("PROXY TCP4")]
    public async Task A_client_that_resets_is_lost(string bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        Begin(ProxyProtocolMode.Required, 60_000, 60_000);
        await SendAsync(Encoding.ASCII.GetBytes(bytes));
        _client.LingerState = new LingerOption(true, 0);
        _client.Dispose();
        Assert.True(End().Lost);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _relay.Dispose();
        _client.Dispose();
        _server.Dispose();
    }

    /// <summary>A hello that asks for this host, in records of 4 KiB.</summary>
    private static byte[] Hello(string host, int padding)
    {
        var name = Encoding.ASCII.GetBytes(host);
        byte[] extensions = [.. Extension(0, Vector([0, .. Vector(name)])), .. Extension(21, new byte[padding])];
        byte[] body = [3, 3, .. new byte[32], 0, .. Vector([0x13, 0x01]), 1, 0, .. Vector(extensions)];
        byte[] message = [1, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
        return [.. message.Chunk(4096).SelectMany(part => (byte[])[22, 3, 1, .. Vector(part)])];
    }

    private static byte[] Extension(int type, byte[] data) => [0, (byte)type, .. Vector(data)];

    private static byte[] Vector(byte[] bytes) => [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private void Begin(ProxyProtocolMode mode, long headerTimeout, long routeTimeout, params Route[] routes)
    {
        var settings = new PreludeSettings(mode, new NetworkSet([IPNetwork.Parse("127.0.0.0/8")]), new RouteTable(routes, "own")) { HeaderTimeout = headerTimeout, RouteTimeout = routeTimeout };
        _prelude = new Prelude(settings, IPAddress.Loopback);
        _duplicate = SocketDuplicate.Of(_server);
        new Actors.Relay.Preludes(_relay).Begin(new ConnectionId(7), _prelude, _duplicate!, TestActor);
    }

    /// <summary>What the listener is told; the descriptor is closed by then.</summary>
    private PreludeEnded End()
    {
        var ended = ExpectMsg<PreludeEnded>(Patience);
        Assert.Equal(new ConnectionId(7), ended.Connection);
        Assert.True(_duplicate!.IsClosed);
        return ended;
    }

    private async Task SendAsync(byte[] bytes)
    {
        using var limit = new CancellationTokenSource(Patience);
        if (bytes.Length > 0) await _client.SendAsync(bytes, limit.Token);
    }

    /// <summary>Whoever serves the connection finds exactly this.</summary>
    private async Task AssertNextAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[1024];
        var length = 0;
        while (length < text.Length) length += await _server.ReceiveAsync(buffer.AsMemory(length), limit.Token);
        Assert.Equal(text, Encoding.ASCII.GetString(buffer, 0, length));
    }
}
