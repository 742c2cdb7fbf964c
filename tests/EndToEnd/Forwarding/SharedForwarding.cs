using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>One gateway that forwards in every way that the tests of this folder need, and the destinations behind it.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class SharedForwarding : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string FewFailures = """ "LoadBalancingPolicy": "RoundRobin", "HealthCheck": { "Passive": { "Failures": 2, "ReactivationPeriod": "01:00:00", "MaxReactivationPeriod": "01:00:00" } } """;

    private const string Checks = """
        "LoadBalancingPolicy": "RoundRobin",
        "HealthCheck": { "Active": { "Enabled": true, "Interval": "00:00:00.1", "Timeout": "00:00:02", "Send": "ping\n", "Expect": "pong", "Fall": 2, "Rise": 2 } }
        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // What was written before a client came: the kernel may give it the port of an earlier one, whose end is in the log already.
    private readonly ConcurrentDictionary<string, int> _before = new();

    private AdminClient? _admin;

    /// <summary>Behind <c>one</c>, <c>idle</c> and <c>secure</c>: does what the test tells it.</summary>
    internal TestDestination One { get; } = new("one", Serving.EchoAsync);

    /// <summary>Behind <c>hold</c>, <c>short</c>, <c>banner</c> and <c>refused</c>; it refuses.</summary>
    internal TestDestination Late { get; } = new("late", Serving.EchoAsync, listens: false);

    /// <summary>Behind <c>narrow</c>, where it may have two connections.</summary>
    internal TestDestination Narrow { get; } = new("narrow", Serving.EchoAsync) { Keys = "\"MaxConnections\": 2" };

    /// <summary>Behind <c>pair</c>.</summary>
    internal IReadOnlyList<TestDestination> Pair { get; } = [new("left", Serving.Say("left")), new("right", Serving.Say("right"))];

    /// <summary>Behind <c>checked</c>.</summary>
    internal IReadOnlyList<TestDestination> Checked { get; } = [new("well", Serving.Answer("ping\n", "pong well")), new("ill", Serving.Answer("ping\n", "pong ill"))];

    /// <summary>Behind <c>weighted</c> and <c>hashed</c>, with their weights.</summary>
    internal IReadOnlyList<TestDestination> Weighted { get; } =
    [
        new("heavy", Serving.Say("heavy")) { Keys = "\"Weight\": 3" },
        new("light", Serving.Say("light")),
        new("none", Serving.Say("none")) { Keys = "\"Weight\": 0" },
    ];

    internal GatewayProcess Gateway { get; private set; } = null!;

    internal AdminClient Admin => _admin ??= new AdminClient(Gateway.Admin);

    public async Task InitializeAsync() => Gateway = await GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = ForwardedService.Settings(
            new ForwardedService("one", One),
            new ForwardedService("idle", One) { IdleTimeout = "00:00:04" },
            new ForwardedService("secure", One) { Tls = true },
            new ForwardedService("hold", Late) { Keys = "\"HoldTimeout\": \"00:00:20\"" },
            new ForwardedService("short", Late) { Keys = "\"HoldTimeout\": \"00:00:00.3\"" },
            new ForwardedService("banner", Late) { Keys = "\"HoldTimeout\": \"00:00:00.3\", \"Banner\": \"421 nobody is here\\r\\n\"" },
            new ForwardedService("refused", Late) { Keys = "\"HoldTimeout\": \"00:00:00\", \"Banner\": \"no\"" },
            new ForwardedService("narrow", Narrow) { Keys = "\"HoldTimeout\": \"00:00:20\"" },
            new ForwardedService("pair", [.. Pair]) { Keys = FewFailures },
            new ForwardedService("checked", [.. Checked]) { Keys = Checks },
            new ForwardedService("weighted", [.. Weighted]) { Keys = "\"LoadBalancingPolicy\": \"RoundRobin\"" },
            new ForwardedService("hashed", [.. Weighted]) { Keys = "\"LoadBalancingPolicy\": \"ConsistentHash\"" }),
    });

    public async Task DisposeAsync()
    {
        _admin?.Dispose();
        await Gateway.DisposeAsync();
        foreach (var destination in (TestDestination[])[One, Late, Narrow, .. Pair, .. Checked, .. Weighted]) destination.Dispose();
    }

    internal async Task<TestClient> ConnectAsync(string service, int receiveBuffer = 0)
    {
        var before = Gateway.Output.All.Count;
        var client = await TestClient.ConnectAsync(Gateway.Table[service], receiveBuffer);
        _before[client.Local.ToString()] = before;
        return client;
    }

    /// <summary>The row of this client's connection, once it is as wanted.</summary>
    internal async Task<ListedConnection> ListedAsync(TestClient client, Func<ListedConnection, bool> isWanted) => (await Eventually.Async(
        async () => (await Admin.ConnectionsAsync()).FirstOrDefault(c => c.Sockets == new ListedConnection.Pair($"{client.Local}", $"{client.Socket.RemoteEndPoint}")),
        row => row is not null && isWanted(row), Soon, "the connection is listed like that"))!;

    /// <summary>Waits for the line of the access log about a client, which says the reason and the bytes.</summary>
    internal async Task<(string Reason, long Received, long Sent)> EndedAsync(string peer)
    {
        var line = await Gateway.Output.WaitForLineAsync(new Regex($@"ended: {Regex.Escape(peer)} <-> \S+ \S+ \S+ (\w+), (\d+) bytes in, (\d+) bytes out"), Soon, _before.GetValueOrDefault(peer));
        return (line.Groups[1].Value, long.Parse(line.Groups[2].ValueSpan, null), long.Parse(line.Groups[3].ValueSpan, null));
    }
}
