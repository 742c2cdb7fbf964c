using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>A node that hosts sessions: it can be killed, start again, freeze, thaw, and be drained.</summary>
internal sealed class SimulatedServiceNode
{
    private readonly SimulatedCluster _cluster;
    private readonly string _address;
    private readonly Queue<Action> _frozen = new();
    private readonly Dictionary<ulong, SimulatedLinkEnd> _ends = [];
    private readonly Dictionary<int, SimulatedNode> _sessions = [];
    private bool _isFrozen;

    public SimulatedServiceNode(SimulatedCluster cluster, int index)
    {
        (_cluster, _address) = (cluster, $"node-{index}");
        Id = new NodeId(_address, 1);
        ToNode = new SimulatedWay(cluster.World, frame => Run(() => Receive(frame)));
        ToGateway = new SimulatedWay(cluster.World, frame => cluster.Receive(this, frame));
    }

    public NodeId Id { get; private set; }
    public SimulatedWay ToNode { get; }
    public SimulatedWay ToGateway { get; }

    /// <summary>The gateway's end of the link to here, the last one.</summary>
    public SimulatedLinkEnd? Link { get; set; }

    public bool Alive { get; private set; } = true;
    public bool Draining { get; private set; }
    public bool IsUp => Link is { IsDown: false, Ledger.IsUp: true };

    private SimulatedWorld World => _cluster.World;

    /// <summary>A turn of something on this node: not while it is frozen, and never after it was killed.</summary>
    public void Run(Action turn)
    {
        if (!Alive) return;
        if (_isFrozen) _frozen.Enqueue(turn);
        else turn();
    }

    public void Kill()
    {
        if (!Alive) return;
        Alive = _isFrozen = false;
        foreach (var session in _sessions.Values) session.Dead = true;
        foreach (var end in _ends.Values) end.Kill();
        _sessions.Clear();
        _ends.Clear();
        _frozen.Clear();
    }

    public void StartAgain()
    {
        if (Alive) return;
        Id = Id with { Incarnation = Id.Incarnation + 1 };
        (Alive, Draining) = (true, false);
    }

    public void Freeze() => _isFrozen = Alive;

    /// <summary>Everything that came in the meantime happens now, in its order.</summary>
    public void Thaw()
    {
        if (!_isFrozen) return;
        _isFrozen = false;
        while (!_isFrozen && _frozen.TryDequeue(out var turn)) turn();
    }

    public void Drain(bool drain)
    {
        Draining = drain;
        foreach (var end in _ends.Values) Report(end);
        if (!drain) return;
        foreach (var (epoch, session) in _sessions) session.End!.Enqueue(SimulatedCluster.Connection, new SessionProtocol.Leaving(epoch));
    }

    public void Report(SimulatedLinkEnd end) => end.Enqueue(new LinkControl.Report(new NodeReport(_address, 1, "1.0", "", 1, Draining, false, 0, [])));

    /// <summary>A message of the gateway's for a session here.</summary>
    public void FromGateway(SimulatedLinkEnd end, SessionProtocol message)
    {
        if (end.IsDown) return;
        if (message is SessionProtocol.Open open) Open(end, open);
        else if (_sessions.TryGetValue(message.Epoch, out var session) && session.End == end) World.Arrive(session, message);
    }

    /// <summary>All sessions of that link are over (rule 18).</summary>
    public void Lost(SimulatedLinkEnd end)
    {
        _ends.Remove(end.Ledger.Number);
        foreach (var session in _sessions.Values.Where(s => s.End == end).ToArray()) session.Deliver(new SessionProtocol.Ended(session.Epoch, SessionEnds.LinkLost));
    }

    public void Finished(SimulatedNode session) => _sessions.Remove(session.Epoch);

    /// <summary>What the clients of this node's bulk sessions get, beside the connection that the schedule is about.</summary>
    public void SendBulk(ConnectionId connection, Commit commit)
    {
        foreach (var end in _ends.Values) end.Enqueue(connection, commit);
    }

    private void Open(SimulatedLinkEnd end, SessionProtocol.Open open)
    {
        foreach (var older in _sessions.Values.Where(s => s.Epoch < open.Epoch).ToArray()) older.Deliver(new SessionProtocol.Ended(older.Epoch, SessionEnds.Replaced));
        if (Draining)
        {
            end.Enqueue(SimulatedCluster.Connection, new SessionProtocol.Refused(open.Epoch, RefusalReasons.Draining));
            return;
        }

        var session = new SimulatedNode(World, open.Epoch) { End = end };
        _sessions[open.Epoch] = session;
        World.Hosted(session);
        session.Begin(open);
    }

    private void Receive(byte[] frame)
    {
        if (!LinkLedger.TryPeekNumber(frame, out var number))
        {
            World.Fail("a frame without a number");
            return;
        }

        if (_ends.TryGetValue(number, out var end))
        {
            end.Receive(frame);
        }
        else if (LinkLedger.TryPeekHello(frame, out _, out var link))
        {
            foreach (var older in _ends.Values.ToArray()) older.Lose("link_replaced");
            end = _ends[link] = new SimulatedLinkEnd(_cluster, this, LinkRole.Service, link);
            end.Start();
            end.Receive(frame);
        }
        else if (LinkFaults.TakesForCurrent(World.Fault, _ends.Values.FirstOrDefault(), frame, out var changed, out var current))
        {
            current.Receive(changed);
        }
        else if (LinkLedger.TryMakeGone(frame, out var gone))
        {
            ToGateway.Send(gone);
        }
    }
}
