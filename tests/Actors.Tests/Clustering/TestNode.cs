using System.Collections.Concurrent;
using System.Collections.Frozen;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>A node of a cluster in this process, and what its actor <c>/user/inbox</c> was told.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly ClusterSystem _cluster;
    private readonly RecordingLog _log = new();

    public TestNode(ClusterTls? tls = null, string[]? roles = null, string[]? seeds = null, int? port = null, int downAfter = 60)
    {
        Port = port ?? FreePorts.Pair();
        var settings = new NodeSettings("127.0.0.1", Port, roles ?? ["gateway", "service"], seeds ?? [], tls) { DownAfter = TimeSpan.FromSeconds(downAfter) };
        var gateway = new GatewayContext
        {
            Services = FrozenDictionary<string, ServicePolicy>.Empty,
            Load = new GatewayLoad(1, 1),
            LoggerFactory = _log,
        };
        _cluster = new ClusterSystem(settings, gateway, NullLoggerFactory.Instance, new Dictionary<string, Func<ActorSystem, Props>>
        {
            ["inbox"] = _ => ActorProps.For(() => new Inbox(Received)),
        });
        _cluster.Start();
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public ConcurrentQueue<object> Received { get; } = [];

    /// <summary>What this node said in the log.</summary>
    public ConcurrentQueue<string> Log => _log.Lines;

    public ActorSystem System => _cluster.Current ?? throw new InvalidOperationException("there is none at the moment");

    public ActorSystem? Current => _cluster.Current;

    public bool IsMember => _cluster.IsMember;

    public Cluster Cluster => Cluster.Get(System);

    public IReadOnlyList<ClusterMember> Members => _cluster.Members;

    /// <summary>The actor of another node, by its address.</summary>
    public ActorSelection InboxOf(TestNode other) =>
        System.ActorSelection(new RootActorPath(ClusterSystem.ToAddress(Cluster.SelfAddress, other.Address)) / "user" / "inbox");

    /// <summary>All of these nodes are up, and none else is there.</summary>
    public bool Sees(params string[] addresses) => Members.Select(m => (m.Address, m.State)).SequenceEqual(addresses.Order(StringComparer.Ordinal).Select(a => (a, "up")));

    public Task LeaveAsync() => _cluster.StopAsync(TimeSpan.FromSeconds(10));

    public override string ToString() =>
        $"{Address}, {(Current is { } system ? $"uptime {system.Uptime}" : "no system")}, sees {string.Join(", ", Members.Select(m => $"{m.Address} {m.State}"))}\n{string.Join('\n', Log)}";

    /// <summary>Ends without a word.</summary>
    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private sealed class Inbox(ConcurrentQueue<object> received) : UntypedActor
    {
        protected override void OnReceive(object message) => received.Enqueue(message);
    }
}
