using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>One end of one link: the real <see cref="LinkLedger"/>, driven as an actor drives it.</summary>
internal sealed class SimulatedLinkEnd : ILinkEffects
{
    private readonly SimulatedCluster _cluster;
    private readonly LinkRole _role;
    private long _tickAt = long.MaxValue;
    private bool _flushPosted;
    private bool _isDead;

    public SimulatedLinkEnd(SimulatedCluster cluster, SimulatedServiceNode node, LinkRole role, ulong number)
    {
        (_cluster, Node, _role) = (cluster, node, role);
        var limits = World.Plan.LinkLimits;
        if (World.Fault == SeededFault.LinkWindowIgnored) limits = limits with { Window = 1 << 24 };
        Ledger = new LinkLedger(role, role == LinkRole.Gateway ? SimulatedCluster.Gateway : node.Id, limits, this, number);
    }

    public LinkLedger Ledger { get; }
    public SimulatedServiceNode Node { get; }
    public bool IsDown { get; private set; }

    /// <summary>What the node at the other end said of itself last.</summary>
    public bool PeerIsLeaving { get; private set; }

    /// <summary>Frames with entries that were taken, for faults that change numbers.</summary>
    public long Taken { get; private set; }

    public long LastAcknowledged { get; private set; }

    private SimulatedWorld World => _cluster.World;

    public void Start()
    {
        Ledger.Start(World.Time.Now);
        Schedule();
    }

    public void Enqueue(ConnectionId connection, SessionProtocol message)
    {
        if (IsDown) return;
        _cluster.Book.Sent(Ledger.Number, _role, connection, message);
        Ledger.Enqueue(connection, message);
        Wake();
    }

    public void Enqueue(LinkControl message)
    {
        Ledger.Enqueue(message);
        Wake();
    }

    /// <summary>The gateway was not heard for so long that it may have given its sessions to others (rule 18).</summary>
    public bool IsStale => IsDown || World.Time.Now - Ledger.LastHeard > World.Plan.LinkLimits.Timeout;

    public void Receive(byte[] frame)
    {
        if (_role == LinkRole.Service && IsStale)
        {
            // What was queued while the node stood still is no sign of life.
            Ledger.Lose("slept");
            return;
        }

        frame = LinkFaults.Arrives(World.Fault, this, frame);
        if (LinkFaults.TryReadHeader(frame, out var header) && header.Link == Ledger.Number)
        {
            if ((header.Kind & FrameKind.Entries) != 0) Taken = header.Number;
            LastAcknowledged = Math.Max(LastAcknowledged, header.Acknowledged);
        }

        Ledger.Receive(frame, World.Time.Now);
        Wake();
        Schedule();
    }

    /// <summary>Its process is no more; what it was about to do is not done by the next one.</summary>
    public void Kill() => (_isDead, IsDown) = (true, true);

    public void Lose(string reason) => Ledger.Lose(reason);

    public void SendFrame(ReadOnlySpan<byte> frame)
    {
        if (Ledger.Statistics.Unacknowledged > World.Plan.LinkLimits.Window) World.Fail("more is under way on a link than its window");
        if (frame.Length > World.Plan.LinkLimits.MaxFrame) World.Fail("a frame is larger than its limit");
        var sent = frame.ToArray();
        if (World.Fault == SeededFault.PiecesMixed) _cluster.Mixer.Mix(sent);
        Way.Send(sent);
    }

    public void Up(NodeId peer) => Post(() =>
    {
        if (_role == LinkRole.Service) Node.Report(this);
    });

    public void Deliver(ConnectionId connection, SessionProtocol message)
    {
        _cluster.Book.Arrived(Ledger.Number, _role, connection, message);
        if (connection != SimulatedCluster.Connection) return;
        if (_role == LinkRole.Gateway) Post(() => _cluster.FromNode(this, message));
        else Post(() => Node.FromGateway(this, message));
    }

    public void Deliver(LinkControl message)
    {
        switch (message)
        {
            case LinkControl.Report report:
                PeerIsLeaving = report.Node.Leaving;
                break;
            case LinkControl.Reserve reserve:
                Post(() => Enqueue(new LinkControl.Reserved(reserve.Request, Node.Draining ? RefusalReasons.Draining : "")));
                break;
            case LinkControl.Reserved reserved:
                Post(() => _cluster.Reserved(this, reserved));
                break;
            default:
                World.Fail($"{message.GetType().Name} arrived, which nobody sent");
                break;
        }
    }

    public void TooLarge(ConnectionId connection, int epoch, int bytes) => World.Fail($"a message of {bytes} bytes is too large");

    public void Down(string reason)
    {
        IsDown = true;
        World.Trace?.Invoke($"{World.Time.Now,6} {_role} end to {Node.Id}: down, {reason} {Ledger.Detail}");
        Post(() =>
        {
            if (_role == LinkRole.Gateway) _cluster.Lost(this);
            else Node.Lost(this);
        });
    }

    private SimulatedWay Way => _role == LinkRole.Gateway ? Node.ToNode : Node.ToGateway;

    /// <summary>A turn of its own, as an actor's mailbox gives it; of a frozen node when that thaws.</summary>
    private void Post(Action turn) => At(World.Time.Now, turn);

    private void At(long time, Action turn) => World.Time.At(time, _role == LinkRole.Gateway ? turn : () => Node.Run(() =>
    {
        if (!_isDead) turn();
    }));

    private void Wake()
    {
        if (_flushPosted || !Ledger.HasWork) return;
        _flushPosted = true;
        Post(() =>
        {
            _flushPosted = false;
            Ledger.Flush(World.Time.Now);
            Schedule();
        });
    }

    private void Schedule()
    {
        if (Ledger.NextDue >= _tickAt) return;
        var at = _tickAt = Ledger.NextDue;
        At(at, () =>
        {
            if (_tickAt == at) _tickAt = long.MaxValue;
            if (Ledger.NextDue <= World.Time.Now)
            {
                Ledger.Tick(World.Time.Now, World.Time.Now - at);
                if (Ledger.NextDue <= World.Time.Now) World.Fail("a tick of a link that is due again at once");
            }

            Schedule();
        });
    }
}
