using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// Looks at the membership once a second and decides what Akka leaves open: who is down, and when this system has to be replaced to find the others again (rule 21). It counts its own
/// ticks, not time: a process that was frozen has seen nobody silent meanwhile.
/// </summary>
internal sealed class ClusterWatch : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Ticks after which a first seed node that could join nobody begins a cluster of its own.</summary>
    private const int AloneAfter = 20;

    /// <summary>Ticks for which a node of another cluster has to answer until this one goes over to it.</summary>
    private const int FoundAfter = 3;

    /// <summary>The same for a gateway, for which it may only be a node that is about to join.</summary>
    private const int FoundByGatewayAfter = 5;

    private readonly NodeSettings _settings;
    private readonly Action<IReadOnlyList<string>> _know;
    private readonly Action<string> _replace;
    private readonly ILogger _log;
    private readonly IReadOnlyList<Address> _seeds;
    private readonly bool _joinsAtOnce;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<UniqueAddress, int> _unreachable = [];
    private readonly DeafAssociations _deaf = new();
    private readonly HashSet<UniqueAddress> _members = [];
    private bool _ending;
    private bool _hadGateway;
    private bool _hadServices;
    private int _outside;
    private int _withoutGateway;
    private int _found;
    private bool _probing;

    private ClusterWatch(NodeSettings settings, IReadOnlyList<Address> seeds, bool replaces, Action<IReadOnlyList<string>> know, Action<string> replace, ILogger log) =>
        (_settings, _seeds, _joinsAtOnce, _know, _replace, _log) = (settings, seeds, !replaces, know, replace, log);

    public ITimerScheduler Timers { get; set; } = null!;

    private int DownAfter => (int)_settings.DownAfter.TotalSeconds;

    /// <param name="settings">The node.</param>
    /// <param name="seeds">Whom it joins.</param>
    /// <param name="replaces">Whether there was a system at this address before, of which others may still know.</param>
    /// <param name="know">Hears of the nodes of the cluster, whenever they change.</param>
    /// <param name="replace">Ends this system for the next one, for a reason.</param>
    /// <param name="log">The cluster's.</param>
    public static Props PropsFor(NodeSettings settings, IReadOnlyList<Address> seeds, bool replaces, Action<IReadOnlyList<string>> know, Action<string> replace, ILogger log) =>
        ActorProps.For(() => new ClusterWatch(settings, seeds, replaces, know, replace, log));

    protected override void PreStart()
    {
        foreach (var seen in new[] { typeof(ThisActorSystemQuarantinedEvent), typeof(AssociatedEvent), typeof(DisassociatedEvent) }) Context.System.EventStream.Subscribe(Self, seen);
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ClusterShuttingDown));

        // Those who knew the former system connect to this address as soon as they can: their connections are to be there first (see DeafAssociations).
        if (_joinsAtOnce) _cluster.JoinSeedNodes(_seeds);
        Timers.StartPeriodicTimer(nameof(Tick), nameof(Tick), Tick);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ThisActorSystemQuarantinedEvent:
                // Another node takes nothing more from this system: only a new one can speak to it.
                _replace("quarantined");
                break;
            case ClusterEvent.ClusterShuttingDown:
                _ending = true;
                break;
            case ClusterEvent.IMemberEvent change:
                Know(change);
                break;
            case AssociatedEvent { IsInbound: false } opened:
                _deaf.Opened(opened.RemoteAddress);
                break;
            case DisassociatedEvent { IsInbound: false } closed:
                _deaf.Closed(closed.RemoteAddress);
                break;
            case AssociatedEvent or DisassociatedEvent:
                break;
            case ActorIdentity:
                _deaf.Heard(Sender.Path.Address);
                break;
            case nameof(Tick):
                Look(_cluster.State);
                break;
            case Probed probed:
                _probing = false;
                _found = probed.Answers ? _found + 1 : 0;
                if (_found >= (_settings.IsGateway ? FoundByGatewayAfter : FoundAfter)) _replace("isolated");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A system that ends sees all others go: the next one has to know who was there before.</summary>
    private void Know(ClusterEvent.IMemberEvent change)
    {
        if (_ending || _cluster.IsTerminated) return;
        var node = change.Member.UniqueAddress;
        if (change is ClusterEvent.MemberRemoved ? _members.Remove(node) : _members.Add(node)) _know([.. _members.Select(member => ClusterSystem.AddressOf(member.Address)).Distinct()]);
    }

    private void Look(ClusterEvent.CurrentClusterState state)
    {
        // Downed while a shutdown was held up already: nothing else would end it.
        if (_cluster.IsTerminated)
        {
            _replace("downed");
            return;
        }

        if (!state.Members.Any(m => m.UniqueAddress == _cluster.SelfUniqueAddress))
        {
            if (_deaf.Look(Ask)) _replace("deaf");
            else Join();
            return;
        }

        _outside = 0;
        if (_settings.IsGateway)
        {
            SeekServices(state);
            return;
        }

        var hasGateway = state.Members.Any(m => m.HasRole(NodeSettings.GatewayRole) && m.Status is not (MemberStatus.Down or MemberStatus.Exiting) && !state.Unreachable.Contains(m));
        _hadGateway |= hasGateway;
        if (hasGateway) Down(state);
        else Seek(state);
    }

    /// <summary>Not yet a member. Only the first seed node may begin a cluster, and after a replacement only when nobody of the former one answers.</summary>
    private void Join()
    {
        if (++_outside == 1 && !_joinsAtOnce) _cluster.JoinSeedNodes(_seeds);
        var isFirst = _settings.SeedNodes.Count == 0 || _settings.SeedNodes[0] == _settings.Address;
        if (_outside % AloneAfter != 0 || !isFirst) return;
        _cluster.JoinSeedNodes([_cluster.SelfAddress, .. _settings.SeedNodes.Where(s => s != _settings.Address).Select(s => ClusterSystem.ToAddress(_cluster.SelfAddress, s))]);
    }

    /// <summary>With a word, not the address: what a system sends must be of the few types that have a serializer.</summary>
    private void Ask(Address node) => Context.ActorSelection(new RootActorPath(node) / "user" / Self.Path.Name).Tell(new Identify(ClusterSystem.Name), Self);

    /// <summary>Nodes that were unreachable for long are down, from the view of a service node that reaches a gateway, and as far as it can judge itself.</summary>
    private void Down(ClusterEvent.CurrentClusterState state)
    {
        (_withoutGateway, _found) = (0, 0);
        foreach (var gone in _unreachable.Keys.Where(node => !state.Unreachable.Any(m => m.UniqueAddress == node)).ToList()) _unreachable.Remove(gone);
        foreach (var member in state.Unreachable)
        {
            var ticks = _unreachable[member.UniqueAddress] = _unreachable.GetValueOrDefault(member.UniqueAddress) + 1;
            if (ticks < DownAfter || member.Status == MemberStatus.Down) continue;
            ClusterLog.Downed(_log, ClusterSystem.AddressOf(member.Address), _settings.DownAfter);
            _cluster.Down(member.Address);
        }
    }

    /// <summary>
    /// A gateway downs nobody. But when every service node that it knew is out of reach and a seed node answers that is not one of its cluster's, those have come back as a cluster of
    /// their own: it goes where they are.
    /// </summary>
    private void SeekServices(ClusterEvent.CurrentClusterState state)
    {
        var hasServices = state.Members.Any(
            m => m.UniqueAddress != _cluster.SelfUniqueAddress && m.HasRole(NodeSettings.ServiceRole) && m.Status is not (MemberStatus.Down or MemberStatus.Exiting) && !state.Unreachable.Contains(m));
        _hadServices |= hasServices;
        if (hasServices || !_hadServices) _found = 0;
        else Probe(state);
    }

    /// <summary>A service node that no gateway reaches hosts nothing that could be lost: it goes where one is.</summary>
    private void Seek(ClusterEvent.CurrentClusterState state)
    {
        _unreachable.Clear();
        if (++_withoutGateway >= DownAfter && _hadGateway)
        {
            _replace("isolated");
            return;
        }

        Probe(state);
    }

    /// <summary>Whether a seed node answers that is none of this cluster's nodes, as far as those are reached.</summary>
    private void Probe(ClusterEvent.CurrentClusterState state)
    {
        var members = state.Members.Except(state.Unreachable).Select(m => ClusterSystem.AddressOf(m.Address)).Append(_settings.Address).ToHashSet();
        var strangers = _settings.SeedNodes.Where(seed => !members.Contains(seed)).ToList();
        if (_probing || strangers.Count == 0) return;
        _probing = true;
        ProbeAsync(strangers).PipeTo(Self);
    }

    private static async Task<Probed> ProbeAsync(IEnumerable<string> nodes) => new((await Task.WhenAll(nodes.Select(AnswersAsync))).Any(answers => answers));

    private static async Task<bool> AnswersAsync(string node)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(ProbePatience);
        var colon = node.LastIndexOf(':');
        try
        {
            await socket.ConnectAsync(node[..colon], int.Parse(node.AsSpan(colon + 1), provider: null), patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Probed(bool Answers);
}
