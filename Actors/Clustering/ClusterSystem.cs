using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Hosting.Logging;
using Akka.Remote.Transport.DotNetty;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// The actor system that links nodes, and the next one when it ends: downed, quarantined, or cut off from every gateway. The system of the sockets knows nothing of it, so
/// that no trouble here costs a client (rule 21). Thread-safe.
/// </summary>
/// <param name="settings">Where it is, and whom it joins.</param>
/// <param name="gateway">Its node.</param>
/// <param name="akkaLogs">What Akka itself logs.</param>
/// <param name="children">Actors below <c>/user</c> that each new system gets, by name.</param>
internal sealed class ClusterSystem(
    NodeSettings settings, GatewayContext gateway, ILoggerFactory akkaLogs, IReadOnlyDictionary<string, Func<ActorSystem, Props>> children) : IAsyncDisposable
{
    public const string Name = "socketgateway";

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <summary>One that lived so long did not end by what ended the one before it.</summary>
    private const long LongLife = 60_000;

    private readonly ILogger _log = gateway.LoggerFactory.CreateLogger("SocketGateway.Cluster");
    private readonly CancellationTokenSource _stop = new();
    private volatile ActorSystem? _system;
    private volatile IReadOnlyList<string> _known = [];
    private volatile string? _reason;
    private volatile bool _joined;
    private Task _keeping = Task.CompletedTask;

    /// <summary>The one of this moment; null while there is none.</summary>
    public ActorSystem? Current => _system;

    /// <summary>This node takes part: others know it, and it can link to them.</summary>
    public bool IsMember => StateOf() is { } state && state.Members.Any(m => m.UniqueAddress == Cluster.Get(_system).SelfUniqueAddress && IsUp(m));

    /// <summary>It did, at some time.</summary>
    public bool WasMember => _joined || (_joined = IsMember);

    /// <summary>All nodes, by address.</summary>
    public IReadOnlyList<ClusterMember> Members
    {
        get
        {
            if (StateOf() is not { } state) return [];
            var reports = gateway.Nodes.All.ToDictionary(n => n.Id.Address, n => n.IsLocal ? gateway.Report() : n.Report);
            return [.. state.Members.Select(m => View(m, state, reports)).OrderBy(m => m.Address, StringComparer.Ordinal)];
        }
    }

    /// <summary>The IPv4 address that a node of this name binds.</summary>
    public static IPAddress Resolve(string host) =>
        IPAddress.TryParse(host, out var literal) ? literal : Dns.GetHostAddresses(host, AddressFamily.InterNetwork)[0];

    public static Address ToAddress(Address self, string node) => Address.Parse($"{self.Protocol}://{self.System}@{node}");

    /// <summary>A port that is free at this moment, and so is the one after it, for links.</summary>
    public static int FreePort(string host)
    {
        var address = Resolve(host);
        while (true)
        {
            using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            using var second = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            first.Bind(new IPEndPoint(address, 0));
            var port = ((IPEndPoint)first.LocalEndPoint!).Port;
            try
            {
                second.Bind(new IPEndPoint(address, LinkHost.PortOf(port)));
                return port;
            }
            catch (Exception error) when (error is SocketException or ArgumentOutOfRangeException)
            {
                // Somebody has the second one, or there is none.
            }
        }
    }

    public static string AddressOf(Address node) => $"{node.Host}:{node.Port}";

    /// <summary>Starts the first one.</summary>
    /// <exception cref="SocketException">The port cannot be bound.</exception>
    public void Start()
    {
        var system = Create(replaces: false);
        _keeping = KeepAsync(system);
    }

    /// <summary>Ends this one, without leave: the next one joins in its place.</summary>
    public void Replace(ActorSystem system, string reason)
    {
        if (system != _system) return;
        _reason ??= reason;
        _ = system.Terminate();
    }

    /// <summary>Leaves the cluster and ends.</summary>
    /// <param name="patience">For the others to hear of it; zero: without a word.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        if (_system is { } system)
        {
            if (patience > TimeSpan.Zero) await Task.WhenAny(CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance), Task.Delay(patience));
            await system.Terminate();
        }

        await _keeping;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stop.Dispose();
    }

    private async Task KeepAsync(ActorSystem system)
    {
        var delay = FirstDelay;
        while (true)
        {
            var began = MonotonicClock.Now;
            await system.WhenTerminated;
            _system = null;
            if (_stop.IsCancellationRequested) return;
            if (MonotonicClock.Now - began > LongLife) delay = FirstDelay;
            var reason = _reason ?? ReasonOf(system);
            GatewayTelemetry.ClusterReplaced.Add(1, new KeyValuePair<string, object?>(Tags.ErrorType, reason));
            ClusterLog.Ended(_log, settings.Address, reason, delay);
            while (true)
            {
                if (!await WaitAsync(delay)) return;
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                try
                {
                    system = Create(replaces: true);
                    break;
                }
                catch (Exception error)
                {
                    ClusterLog.CannotStart(_log, settings.Address, delay, error.Message);
                }
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        return !_stop.IsCancellationRequested;
    }

    /// <summary>A system that joins: at its start as the seed nodes say; later the nodes that were known, and never alone while there is one.</summary>
    private ActorSystem Create(bool replaces)
    {
        Probe(settings.Port);
        Probe(LinkHost.PortOf(settings.Port));
        _reason = null;
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(ClusterHocon.For(settings)), new LoggerFactorySetup(akkaLogs));
        if (settings.Tls is { } tls) setup = setup.And(SetupOf(tls));
        var system = ActorSystem.Create(Name, setup);
        _system = system;
        if (_stop.IsCancellationRequested) _ = system.Terminate();

        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "replace", () => OnShutdownAsync(system));
        var seeds = SeedsFor(system, _known);
        foreach (var (name, props) in children) system.ActorOf(props(system), name);
        system.ActorOf(ClusterWatch.PropsFor(settings, seeds, replaces, nodes => _known = nodes, reason => Replace(system, reason), _log), "watch");
        ClusterLog.Up(_log, settings.Address);
        return system;
    }

    /// <summary>
    /// Akka.NET shuts itself down when another node has downed it, and when a TLS handshake with another fails. The first is final, and there is nobody to take leave of: the next system
    /// waits for the port. The second is the fault of that one node, and must not cost the links to all others: the shutdown is held up until this process stops.
    /// </summary>
    private async Task<Akka.Done> OnShutdownAsync(ActorSystem system)
    {
        if (_stop.IsCancellationRequested) return Akka.Done.Instance;
        if (CoordinatedShutdown.Get(system).ShutdownReason is { } reason && reason.GetType().Name == "TlsHandshakeFailureReason")
        {
            gateway.Repeats.Say(ClusterLog.HandshakeFailedId, Name, "", count => ClusterLog.HandshakeFailed(_log, count));
            await Task.Delay(Timeout.Infinite, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        else
        {
            _ = system.Terminate();
        }

        return Akka.Done.Instance;
    }

    private List<Address> SeedsFor(ActorSystem system, IReadOnlyList<string> known)
    {
        var self = Cluster.Get(system).SelfAddress;
        if (settings.SeedNodes.Count == 0 && known.All(node => node == settings.Address)) return [self];
        var nodes = known.Count == 0 ? settings.SeedNodes : [.. settings.SeedNodes.Concat(known).Where(node => node != settings.Address).Distinct()];
        return nodes.Count == 0 ? [self] : [.. nodes.Select(node => ToAddress(self, node))];
    }

    /// <summary>Akka.NET leaves threads behind when it cannot bind.</summary>
    private void Probe(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(Resolve(settings.Hostname), port));
    }

    private DotNettySslSetup SetupOf(ClusterTls tls) => new(
        tls.Certificate, suppressValidation: false, requireMutualAuthentication: true, validateCertificateHostname: false, (certificate, _, _, _, _) =>
        {
            if (tls.Refusal(certificate) is not { } refusal) return true;
            gateway.Repeats.Say(ClusterLog.CertificateRefusedId, Name, "", count => ClusterLog.CertificateRefused(_log, count, refusal));
            return false;
        });

    private static string ReasonOf(ActorSystem system) => CoordinatedShutdown.Get(system).ShutdownReason switch
    {
        CoordinatedShutdown.ClusterDowningReason => "downed",
        CoordinatedShutdown.ClusterLeavingReason => "removed",
        _ => "terminated",
    };

    private ClusterEvent.CurrentClusterState? StateOf() => _system is { WhenTerminated.IsCompleted: false } system ? Cluster.Get(system).State : null;

    private static ClusterMember View(Member member, ClusterEvent.CurrentClusterState state, Dictionary<string, Protocols.Links.NodeReport> reports)
    {
        var view = new ClusterMember(AddressOf(member.Address), [.. member.Roles.Order(StringComparer.Ordinal)], WordFor(member, state));
        return reports.TryGetValue(view.Address, out var report) ? view.With(report) : view;
    }

    private static bool IsUp(Member member) => member.Status is MemberStatus.Up or MemberStatus.WeaklyUp;

    private static string WordFor(Member member, ClusterEvent.CurrentClusterState state) => member.Status switch
    {
        MemberStatus.Down or MemberStatus.Removed => "down",
        _ when state.Unreachable.Contains(member) => "unreachable",
        MemberStatus.Leaving or MemberStatus.Exiting => "leaving",
        MemberStatus.Joining => "joining",
        _ => "up",
    };
}
