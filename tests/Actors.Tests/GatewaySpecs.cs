using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Services;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Tests;

/// <summary>A whole gateway on loopback, on ports that the system chose.</summary>
public abstract class GatewaySpecs() : TestKit(Settings)
{
    /// <summary>The kit's own patience, 3 s, is less than a thread may have to wait for its turn while other classes run.</summary>
    private const string Settings = """
        akka.loglevel = ERROR
        akka.log-dead-letters = off
        akka.test.single-expect-default = 30s
        """;

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private GatewayContext? _gateway;

    private protected GatewayContext Gateway => _gateway ??= CreateGateway();

    private protected virtual GatewayContext CreateGateway() => CreateContext(policies: Policies);

    private protected virtual IReadOnlyList<ServicePolicy> Policies => DefaultPolicies;

    private static readonly IReadOnlyList<ServicePolicy> DefaultPolicies = [new("test", Resume: true, TimeSpan.FromSeconds(30))];

    private protected static GatewayContext CreateContext(
        int maxConnections = 1000, IReadOnlyList<ServicePolicy>? policies = null, ILoggerFactory? log = null, Func<(long Used, long Limit)?>? descriptors = null,
        IPreludes? preludes = null) =>
        new()
        {
            Flow = (64 * 1024, 64 * 1024, 256 * 1024, 64 * 1024),
            Services = (policies ?? DefaultPolicies).ToFrozenDictionary(policy => policy.Name, StringComparer.OrdinalIgnoreCase),
            Load = new GatewayLoad(maxConnections, long.MaxValue),
            Preludes = preludes,
            LoggerFactory = log ?? NullLoggerFactory.Instance,
            Descriptors = descriptors ?? (() => null),
        };

    private protected static ListenerSettings Listener(string name = "test", int port = 0, int maxConnections = 0, int maxPerClient = 0, TimeSpan idle = default) =>
        new(name, new IPEndPoint(IPAddress.Loopback, port), "test", 128, maxConnections, maxPerClient, idle);

    private protected IActorRef CreateSupervisor(Func<Session> session, params ListenerSettings[] listeners) => Sys.ActorOf(
        GatewaySupervisor.PropsFor(Gateway, listeners, new Dictionary<string, ISessionFactory> { ["test"] = new Factory(session) }), "gateway");

    private protected async Task<(IActorRef Supervisor, IPEndPoint EndPoint)> StartAsync(Func<Session> session, ListenerSettings? listener = null)
    {
        var supervisor = CreateSupervisor(session, listener ?? Listener());
        var started = await supervisor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, Patience);
        Assert.Empty(started.Faults);
        return (supervisor, started.Bound["test"]);
    }

    protected static async Task<Socket> ConnectAsync(IPEndPoint to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(to, patience.Token);
        return socket;
    }

    protected static async Task SendAsync(Socket socket, string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), patience.Token);
    }

    /// <summary>Reads until the text has come, or to the end of the stream when it is null.</summary>
    protected static async Task<string> ReadAsync(Socket socket, string? until)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (text, buffer) = ("", new byte[4096]);
        while (until is null || !text.EndsWith(until, StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, patience.Token);
            if (count == 0) break;
            text += System.Text.Encoding.UTF8.GetString(buffer, 0, count);
        }

        return text;
    }

    /// <summary>A reset, not an orderly end.</summary>
    protected static async Task AssertResetAsync(Socket socket)
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => ReadAsync(socket, null));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    protected static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>All actors below this one.</summary>
    protected static int CountDescendants(IActorRef actor) => actor is ActorRefWithCell { Children: var children }
        ? children.Where(child => child is ActorRefWithCell).Sum(child => 1 + CountDescendants(child))
        : 0;

    protected int CountActors(IActorRef supervisor) => CountDescendants(supervisor) + CountDescendants(Sys.Tcp());

    private protected IActorRef Child(IActorRef supervisor, string path) => Sys.ActorSelection(supervisor, path).ResolveOne(Patience).GetAwaiter().GetResult();

    /// <summary>Nothing of a connection is left: neither actors nor counts.</summary>
    protected async Task AssertNothingIsLeftAsync(IActorRef supervisor, int actors)
    {
        await AwaitAssertAsync(
            () =>
            {
                Assert.Equal(actors, CountActors(supervisor));
                Assert.Equal(0, Gateway.Directory.Count);
                Assert.Equal(0, Gateway.Load.Connections);
                Assert.Equal(0, Gateway.Load.Buffered);
            },
            Patience,
            TimeSpan.FromMilliseconds(50));
    }

    /// <param name="create">Makes a session.</param>
    /// <param name="type">Its type, where what it can read matters.</param>
    private protected sealed class Factory(Func<Session> create, Type? type = null) : ISessionFactory
    {
        public Type SessionType => type ?? typeof(Session);

        public (Session Session, IAsyncDisposable? Scope) Create() => (create(), null);
    }
}
