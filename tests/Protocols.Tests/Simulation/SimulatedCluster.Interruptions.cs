using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>What befalls nodes and the ways to them. Everything heals within the time for which connections are held.</summary>
internal sealed partial class SimulatedCluster
{
    private const int LongestOutage = 20_000;
    private const int LongestFreeze = 8_000;

    public void Interrupt()
    {
        var node = Choose();
        switch (Random.Below(9))
        {
            case 0 or 1:
                Kill(node, Random.Between(50, LongestOutage));
                break;
            case 2:
                Kill(node, Random.Between(50, LongestOutage));
                Kill(_nodes[Random.Below(_nodes.Length)], Random.Between(50, LongestOutage));
                break;
            case 3:
                foreach (var each in _nodes) Kill(each, Random.Between(1_000, LongestOutage));
                break;
            case 4 or 5:
                Freeze(node, Random.Chance(0.7) ? Random.Between(3_000, LongestFreeze) : Random.Between(10, 3_000));
                break;
            case 6:
                CutOff(node, Random.Chance(0.5) ? Random.Between(1, 200) : Random.Between(1_000, LongestFreeze));
                break;
            case 7:
                for (var i = Random.Between(2, 5); i > 0; i--) World.Time.In(Random.Below(4_000), () => CutOff(node, Random.Between(1, 700)));
                break;
            default:
                Drain(node);
                break;
        }
    }

    /// <summary>A burst of a session that has nothing to do with the connection, so that the window is used and messages go in pieces.</summary>
    public void Bulk()
    {
        var node = _nodes[Random.Below(_nodes.Length)];
        var connection = new ConnectionId(100 + (ulong)Random.Below(3));
        for (var i = Random.Between(1, 12); i > 0; i--)
        {
            var commit = Book.NextBulk(connection, Random.Between(1, 3_000));
            node.Run(() => node.SendBulk(connection, commit));
        }
    }

    private SimulatedServiceNode Choose() =>
        Random.Chance(0.7) && _places.Count > 0 ? _places[_places.Keys.Max()].Node : _nodes[Random.Below(_nodes.Length)];

    private void Kill(SimulatedServiceNode node, long outage)
    {
        if (!node.Alive) return;
        Trace(node, "killed");
        node.Kill();
        if (Random.Chance(0.5)) node.ToGateway.Cut();
        node.ToGateway.Heal();
        if (node.Link is { IsDown: false } link && Random.Chance(0.7)) World.Time.In(Random.Below(50), () => link.Lose("disassociated"));
        World.Time.In(outage, () =>
        {
            Trace(node, "started again");
            node.StartAgain();
        });
    }

    private void Freeze(SimulatedServiceNode node, long time)
    {
        Trace(node, "frozen");
        node.Freeze();
        World.Time.In(time, () =>
        {
            Trace(node, "thawed");
            node.Thaw();
        });
    }

    private void CutOff(SimulatedServiceNode node, long time)
    {
        Trace(node, "cut off");
        var which = Random.Below(3);
        if (which != 1) node.ToNode.Cut();
        if (which != 0) node.ToGateway.Cut();
        World.Time.In(time, () =>
        {
            node.ToNode.Heal();
            node.ToGateway.Heal();
        });
    }

    private void Drain(SimulatedServiceNode node)
    {
        Trace(node, "drained");
        node.Run(() => node.Drain(true));
        World.Time.In(Random.Between(500, 10_000), () => node.Run(() => node.Drain(false)));
    }

    private void Trace(SimulatedServiceNode node, string what) => World.Trace?.Invoke($"{World.Time.Now,6} {node.Id}: {what}");
}
