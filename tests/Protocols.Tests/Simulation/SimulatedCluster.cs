using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>The gateway's part of a linked world: links to its service nodes, placement of each epoch, and planned moves.</summary>
internal sealed partial class SimulatedCluster
{
    public static readonly NodeId Gateway = new("gateway", 1);
    public static readonly ConnectionId Connection = new(7);

    private readonly SimulatedServiceNode[] _nodes;
    private readonly Dictionary<int, SimulatedLinkEnd> _places = [];
    private SimulatedServiceNode? _preferred;

    public SimulatedCluster(SimulatedWorld world)
    {
        World = world;
        Book = new LinkBook(world);
        _nodes = [.. Enumerable.Range(1, world.Plan.ServiceNodes).Select(i => new SimulatedServiceNode(this, i))];
    }

    public SimulatedWorld World { get; }

    public LinkBook Book { get; }

    public PieceMixer Mixer { get; } = new();

    /// <summary>Frames that came from links that were over.</summary>
    public int LateFrames { get; private set; }

    public int Moves { get; private set; }

    private SeededRandom Random => World.Plan.Random;

    public void Start()
    {
        foreach (var node in _nodes) Connect(node);
    }

    public void Open(SessionProtocol.Open open)
    {
        var fit = _nodes.Where(n => n.IsUp && !n.Link!.PeerIsLeaving).ToArray();
        var node = _preferred is { } preferred && fit.Contains(preferred) ? preferred : fit.Length == 0 ? null : fit[Random.Below(fit.Length)];
        _preferred = null;
        if (node is null)
        {
            World.Time.In(0, () => World.Call(ledger => ledger.Refused(new SessionProtocol.Refused(open.Epoch, RefusalReasons.NoNode), World.Time.Now)));
            return;
        }

        _places[open.Epoch] = node.Link!;
        node.Link!.Enqueue(Connection, open);
    }

    public void Send(SessionProtocol message)
    {
        if (_places.TryGetValue(message.Epoch, out var place)) place.Enqueue(Connection, message);
    }

    public void FindPlace(int epoch)
    {
        var here = _places.GetValueOrDefault(epoch)?.Node;
        var fit = _nodes.Where(n => n != here && n.IsUp && !n.Link!.PeerIsLeaving).ToArray();
        if (fit.Length == 0) World.Time.In(0, () => World.Call(ledger => ledger.NotFound(epoch, World.Time.Now)));
        else fit[Random.Below(fit.Length)].Link!.Enqueue(new LinkControl.Reserve(epoch, SimulationPlan.ServiceA, "", 0));
    }

    public void Reserved(SimulatedLinkEnd end, LinkControl.Reserved answer)
    {
        if (answer.Refusal.Length == 0) (_preferred, Moves) = (end.Node, Moves + 1);
        World.Call(ledger =>
        {
            if (answer.Refusal.Length == 0) ledger.Found((int)answer.Request, World.Time.Now);
            else ledger.NotFound((int)answer.Request, World.Time.Now);
        });
    }

    /// <summary>A message of a session that came over a link.</summary>
    public void FromNode(SimulatedLinkEnd end, SessionProtocol message)
    {
        if (!end.IsDown) World.FromLink(message);
    }

    /// <summary>Every session behind that link is lost; a new link is tried soon.</summary>
    public void Lost(SimulatedLinkEnd end)
    {
        foreach (var epoch in _places.Where(place => place.Value == end).Select(place => place.Key).ToArray()) World.LoseNode(epoch, crashed: !end.Node.Alive);

        if (end.Node.Link == end) World.Time.In(Random.Between(100, 1_000), () => Connect(end.Node));
    }

    /// <summary>A frame of a node.</summary>
    public void Receive(SimulatedServiceNode node, byte[] frame)
    {
        if (node.Link is { IsDown: false } link && LinkLedger.TryPeekNumber(frame, out var number) && number == link.Ledger.Number)
        {
            link.Receive(frame);
            return;
        }

        LateFrames++;
        if (LinkFaults.TakesForCurrent(World.Fault, node.Link is { IsDown: false } up ? up : null, frame, out var changed, out var current)) current.Receive(changed);
        else if (LinkLedger.TryMakeGone(frame, out var gone)) node.ToNode.Send(gone);
    }

    private void Connect(SimulatedServiceNode node)
    {
        node.Link = new SimulatedLinkEnd(this, node, LinkRole.Gateway, Random.Next());
        node.Link.Start();
    }
}
