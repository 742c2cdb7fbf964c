using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>What the ledger asks for.</summary>
internal sealed partial class SimulatedWorld
{
    public void Open(SessionProtocol.Open open)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"open {open.Epoch} {open.Start}"));
        while (_nodes.Count <= open.Epoch) _nodes.Add(null);
        if (Cluster is not null)
        {
            Cluster.Open(open);
            return;
        }

        if (MayFail(onInput: false) && Random.Chance(Plan.CrashChance))
        {
            FaultsLeft--;
            switch (Random.Below(3))
            {
                case 0:
                    Time.In(Random.Below(Plan.Latency + 1), () => Call(ledger => ledger.Refused(new SessionProtocol.Refused(open.Epoch, "full"), Time.Now)));
                    return;
                case 1:
                    return;
                default:
                    var late = new SimulatedNode(this, open.Epoch) { OutboundDelay = Random.Between(500, 3_000) };
                    _nodes[open.Epoch] = late;
                    late.Enqueue(node => node.Begin(open));
                    return;
            }
        }

        var opened = new SimulatedNode(this, open.Epoch);
        _nodes[open.Epoch] = opened;
        opened.Enqueue(node => node.Begin(open));
    }

    public void Send(SessionProtocol message)
    {
        CheckNotEnded();
        Trace?.Invoke(Line(Rewrite.Describe(message)));
        if (message is SessionProtocol.Event occurred) _oracle.Raised(occurred.Id, occurred.Occurrence);
        if (Fault == SeededFault.ReplayOffByOne && _replaying) message = Rewrite.WithoutFirstByte(message);
        if (Fault == SeededFault.WindowIgnored) message = Rewrite.Credit(message);
        if (Cluster is not null) Cluster.Send(message);
        else if (message.Epoch < _nodes.Count) _nodes[message.Epoch]?.Enqueue(node => Arrive(node, message));
    }

    /// <summary>Placement answers, does not, or says that there is no place; the answer may be late.</summary>
    public void FindPlace()
    {
        CheckNotEnded();
        Trace?.Invoke(Line("find a place"));
        var epoch = _ledger.Epoch;
        if (Cluster is not null)
        {
            Cluster.FindPlace(epoch);
            return;
        }

        var delay = Random.Chance(0.2) ? Random.Below(5_000) : Random.Below(20);
        switch (Random.Below(5))
        {
            case 0:
                return;
            case 1:
                Time.In(delay, () => Call(ledger => ledger.NotFound(epoch, Time.Now)));
                return;
            default:
                Time.In(delay, () => Call(ledger => ledger.Found(epoch, Time.Now)));
                return;
        }
    }

    public void Read(int channel)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"read {channel}"));
        Sockets[channel]!.Read();
    }

    public int Write(int channel, ReadOnlyMemory<byte> bytes)
    {
        CheckNotEnded();
        var taken = Sockets[channel]!.Write(bytes);
        Trace?.Invoke(Line($"write {channel}, {bytes.Length} bytes, {taken} taken at once"));
        return taken;
    }

    public void Listen(int channel, bool tls)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"listen {channel}"));
        var socket = NewSocket(channel);
        Time.In(Random.Below(Plan.Latency + 1), () =>
        {
            if (socket.Gone) return;
            if (Random.Chance(0.1))
            {
                socket.Reset();
                Call(ledger => ledger.Listening(channel, null, "no port"));
                return;
            }

            Call(ledger => ledger.Listening(channel, new IPEndPoint(IPAddress.Loopback, 20 + channel), null));
            Time.In(Random.Below(Random.Chance(0.5) ? 10 : 300), () => socket.Up(listens: true));
        });
    }

    public void Connect(int channel, IPEndPoint peer, bool tls)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"connect {channel}"));
        var socket = NewSocket(channel);
        Time.In(Random.Below(100), () => socket.Up(listens: false));
    }

    public void StartTls(ReadOnlyMemory<byte> early, bool reading)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"tls, {early.Length} bytes early"));
        var client = Sockets[0]!;
        client.BeginHandshake(early.Length, reading);
        if (Fault != SeededFault.EarlyInputServed || early.IsEmpty) return;
        Time.In(0, () => Call(ledger =>
        {
            ledger.Secured(SimulatedSocket.Agreed, Time.Now);
            ledger.Received(0, early, Time.Now);
        }));
    }

    public void Shutdown(int channel)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"shutdown {channel}"));
        Sockets[channel]!.Shutdown();
    }

    public void Reset(int channel)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"reset {channel}"));
        if (Sockets[channel] is not { } socket) Fail($"reset of channel {channel}, which never was");
        else socket.Reset();
    }

    public long Unsent(int channel) => 0;

    public void Note(LedgerNote note, string detail)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"note {note} {detail}"));
    }

    public void Ended(string reason)
    {
        CheckNotEnded();
        Trace?.Invoke(Line($"ended '{reason}'"));
        _endReason = reason;
    }

    /// <summary>A message of the connection arrives at an incarnation.</summary>
    public void Arrive(SimulatedNode node, SessionProtocol message)
    {
        if (Fault == SeededFault.EpochCheckOff && node.Epoch != _ledger.Epoch && Current is { } current)
        {
            current.Deliver(Rewrite.Epoch(message, current.Epoch));
            return;
        }

        if (!node.Deaf) node.Deliver(message);
    }

    private SimulatedSocket NewSocket(int channel)
    {
        if (Sockets[channel] is { Gone: false }) Fail($"channel {channel} is opened while its socket lives");
        var socket = new SimulatedSocket(this, channel, SimulationPlan.Bytes(Random, Random.Between(1, 300)), endsInput: true);
        return Sockets[channel] = socket;
    }

    private string Line(string what) => $"{Time.Now,6} ledger {_ledger.Epoch}: {what}";

    private void CheckNotEnded()
    {
        if (_endReason is not null) Fail("the ledger asks for something after the end");
    }
}
