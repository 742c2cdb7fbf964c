using System.Diagnostics;
using System.Net;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>
/// One schedule: the real <see cref="ConnectionLedger"/> between simulated sockets and simulated nodes that run the real
/// <see cref="SessionRunner"/>, with whatever goes wrong on the way.
/// </summary>
internal sealed partial class SimulatedWorld : ILedgerEffects
{
    private const long Patience = 600_000;
    private const int MostEvents = 60_000;
    private const int EventsAfterEnd = 200;

    private readonly ConnectionLedger _ledger;
    private readonly List<SimulatedNode?> _nodes = [null];
    private readonly Oracle _oracle;
    private SimulationFailedException? _failure;
    private string? _endReason;
    private long _tickAt = long.MaxValue;
    private long _lastTick = -1;
    private long _phaseSince;
    private long _progressAt;
    private int _phaseEpoch;
    private LedgerPhase _phase;
    private bool _replaying;

    public SimulatedWorld(ulong seed, SeededFault fault, bool linked = false)
    {
        (Plan, Fault) = (new SimulationPlan(seed, linked), fault);
        FaultsLeft = Plan.Faults;
        var info = new ConnectionInfo(
            ConnectionId.Create(1, 1),
            new SocketPair(new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2)),
            "listener",
            default(ActivityContext))
        { CanStartTls = true };
        _ledger = new ConnectionLedger(info, SimulationPlan.ServiceA, Plan.Limits, this);
        Sockets[0] = new SimulatedSocket(this, 0, Plan.Script, endsInput: !Plan.EndsByItself);
        _oracle = new Oracle(this);
        if (linked) Cluster = new SimulatedCluster(this);
    }

    /// <summary>The nodes on which sessions run, and links to them; null where sessions run beside the connection.</summary>
    public SimulatedCluster? Cluster { get; }

    /// <summary>What the steps of commits that travel over links did, by epoch and number.</summary>
    public Dictionary<(int Epoch, long Number), StepRecord> Records { get; } = [];

    public SimulationPlan Plan { get; }
    public SeededFault Fault { get; }
    public VirtualTime Time { get; } = new();
    public SimulatedSocket?[] Sockets { get; } = new SimulatedSocket?[LedgerLimits.MaxChannels];
    public int FaultsLeft { get; set; }
    /// <summary>Hears of everything that happens, for whoever looks into one schedule.</summary>
    public Action<string>? Trace { get; set; }

    public ScriptState? SharedState { get; set; }

    private SeededRandom Random => Plan.Random;

    private SimulatedNode? Current => _ledger.Epoch < _nodes.Count ? _nodes[_ledger.Epoch] : null;

    /// <summary>Runs the schedule to its end.</summary>
    /// <exception cref="SimulationFailedException">A rule of the contract was broken.</exception>
    public void Run()
    {
        Sockets[0]!.StartPeer();
        Cluster?.Start();
        Call(ledger => ledger.Start(Time.Now));
        for (var i = 0; i < Plan.Interruptions; i++) Time.In(Random.Below(Random.Chance(0.7) ? 100 : 2_000), Interrupt);
        for (var i = 0; i < Plan.Outages; i++) Time.In(Random.Below(Random.Chance(0.7) ? 300 : 5_000), Cluster!.Interrupt);
        for (var i = 0; i < Plan.Bursts; i++) Time.In(Random.Below(1_000), Cluster!.Bulk);
        for (var i = 0; i < Plan.Pushes; i++)
        {
            var payload = SimulationPlan.Bytes(Random, Random.Between(1, 8));
            _oracle.Pushed.Add(payload);
            Time.In(Random.Below(200), () => Push(payload));
        }

        if (Plan.ClientResets) Time.In(Random.Below(500), Sockets[0]!.ResetByPeer);
        while (_endReason is null)
        {
            if (!Time.RunNext()) Fail("nothing is left to happen and the connection has not ended");
            if (_failure is not null) throw _failure;
            if (Time.Now > Patience || Time.Happened > MostEvents) throw new SimulationFailedException($"stuck: {Describe()}");
        }

        _oracle.CheckEnd(_endReason);
        for (var i = 0; i < EventsAfterEnd && Time.RunNext(); i++)
        {
            if (_failure is not null) throw _failure;
        }

        foreach (var node in _nodes) node?.Dispose();
    }

    public void Fail(string what) => Fail(new SimulationFailedException($"{what}; {Describe()}"));

    public void Fail(Exception error) =>
        _failure ??= error as SimulationFailedException ?? new SimulationFailedException($"{error.GetType().Name}: {error.Message}; {Describe()}", error);

    /// <summary>A turn of the connection.</summary>
    public void Call(Action<ConnectionLedger> turn)
    {
        turn(_ledger);
        AfterTurn();
    }

    /// <summary>
    /// Whether the schedule may fail a step now: without ending the connection for good, or, where poison is wanted, on input only. A connection that got
    /// nowhere for half of the time for which it is held gets the other half to recover in.
    /// </summary>
    public bool MayFail(bool onInput) =>
        FaultsLeft > 0 && Time.Now - _progressAt < Plan.Limits.HoldTimeout / 2 && (Plan.PoisonAllowed ? onInput : !onInput || _ledger.PoisonCount + 1 < Plan.Limits.PoisonLimit);

    public void Leak(int channel, ReadOnlySpan<byte> bytes) => Sockets[channel]?.Leak(bytes);

    /// <summary>A message of an incarnation arrives.</summary>
    public void FromSession(SessionProtocol message, StepRecord record)
    {
        if (Fault == SeededFault.EpochCheckOff) message = Rewrite.Epoch(message, _ledger.Epoch);
        Trace?.Invoke($"{Time.Now,6} session {message.Epoch}: {Rewrite.Describe(message)} {(message is Commit ? record : "")}");
        switch (message)
        {
            case Commit commit:
                Call(ledger => Apply(ledger, commit, record));
                break;
            case SessionProtocol.Opened opened:
                _replaying = true;
                Call(ledger => ledger.Opened(opened, Time.Now));
                _replaying = false;
                break;
            case SessionProtocol.Refused refused:
                Call(ledger => ledger.Refused(refused, Time.Now));
                break;
            case SessionProtocol.OpenChannel open:
                Call(ledger => ledger.OpenChannel(open));
                break;
            case SessionProtocol.Stopped stopped:
                Call(ledger => ledger.Stopped(stopped.Epoch, Time.Now));
                break;
            case SessionProtocol.Failed failed:
                Call(ledger => ledger.Failed(failed, Time.Now));
                break;
            default:
                Fail($"a session sent {message.GetType().Name}");
                break;
        }
    }

    /// <summary>A message of an incarnation arrives over its link.</summary>
    public void FromLink(SessionProtocol message)
    {
        if (_endReason is not null) return;
        if (message is SessionProtocol.Leaving leaving) Call(ledger => ledger.Leaving(leaving.Epoch, Time.Now));
        else FromSession(message, message is Commit commit ? Records.GetValueOrDefault((commit.Epoch, commit.Number)) : default);
    }

    /// <summary>The way to an incarnation is gone. Unless the schedule is about poison, what a lost process worked on must not become it.</summary>
    public void LoseNode(int epoch, bool crashed)
    {
        if (_endReason is not null) return;
        var counts = crashed && (Plan.PoisonAllowed || _ledger.PoisonCount + 1.5 < Plan.Limits.PoisonLimit);
        Call(ledger => ledger.NodeLost(epoch, "node lost", counts, Time.Now));
    }

    /// <summary>A node has made the session of an epoch.</summary>
    public void Hosted(SimulatedNode node)
    {
        while (_nodes.Count <= node.Epoch) _nodes.Add(null);
        _nodes[node.Epoch] = node;
    }

    private void Apply(ConnectionLedger ledger, Commit commit, StepRecord record)
    {
        if (Fault == SeededFault.CommitNumberUnchecked) commit = Rewrite.Number(commit, ledger.LastCommit + 1);
        var before = ledger.LastCommit;
        var current = commit.Epoch == ledger.Epoch && ledger.Phase == LedgerPhase.Serving;
        var sockets = (Sockets[1], Sockets[2], Sockets[3]);
        ledger.Commit(commit, Time.Now);
        if (ledger.LastCommit == before) return;
        _progressAt = Time.Now;
        if (!current) Fail("a commit of another epoch was applied");
        _oracle.Committed(commit, record, sockets);
        Sockets[0]!.DeliverTaken();
        sockets.Item1?.DeliverTaken();
        sockets.Item2?.DeliverTaken();
        sockets.Item3?.DeliverTaken();
    }

    /// <summary>A commit leaves its node: here the link may play tricks.</summary>
    public CommitTravel OnCommitSent(SimulatedNode node)
    {
        if (node.Epoch != _ledger.Epoch || !MayFail(onInput: false) || !Random.Chance(Plan.CrashChance / 2)) return CommitTravel.Arrives;
        FaultsLeft--;
        switch (Random.Below(4))
        {
            case 0:
                // Sent and not yet taken when the session is given up: it arrives later, from an old epoch.
                node.OutboundDelay = Random.Between(10, 3_000);
                LoseLater(node, Random.Below(200));
                return CommitTravel.Arrives;
            case 1:
                node.Dead = true;
                LoseLater(node, Random.Below(200));
                return CommitTravel.Arrives;
            case 2:
                return CommitTravel.Doubled;
            default:
                LoseLater(node, Random.Below(200));
                return CommitTravel.Lost;
        }
    }

    private void LoseLater(SimulatedNode node, long delay) =>
        Time.In(delay, () => Call(ledger => ledger.Lost(node.Epoch, "lost", Time.Now)));

    /// <summary>The process is gone, or only the way to it.</summary>
    private void LoseNodeLater(SimulatedNode node, long delay, bool crashed) => Time.In(delay, () => LoseNode(node.Epoch, crashed));

    private void Interrupt()
    {
        if (Current is not { } node || _endReason is not null) return;
        switch (Cluster is null ? Random.Below(5) : 4)
        {
            case 0:
                (node.Dead, node.Muted) = (true, Random.Chance(0.5));
                LoseNodeLater(node, Random.Below(500), crashed: true);
                break;
            case 1:
                // Suspected and alive: it goes on sending, and may not even hear that it was replaced.
                node.Deaf |= Random.Chance(0.5);
                node.OutboundDelay = Random.Below(2_000);
                LoseNodeLater(node, Random.Below(50), crashed: false);
                break;
            case 2 or 3:
                for (var i = Random.Between(1, 3); i > 0; i--) Time.In(Random.Below(30), () => Call(ledger => ledger.Leaving(node.Epoch, Time.Now)));
                break;
            default:
                Call(ledger => ledger.Drain(TimeSpan.FromSeconds(5), Time.Now));
                break;
        }
    }

    private void Push(byte[] payload)
    {
        if (_endReason is not null) return;
        var taken = false;
        Call(ledger => taken = ledger.Push(new PushMessage("", payload)));
        if (!taken) Time.In(10, () => Push(payload));
    }

    private string Describe() =>
        $"at {Time.Now} ms, epoch {_ledger.Epoch}, {_ledger.Phase}, commit {_ledger.LastCommit}, end '{_endReason}', {_oracle.Describe()}";
}
