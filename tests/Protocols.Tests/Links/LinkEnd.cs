using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>One end of a link whose world only keeps what it is given: frames until the test lets them travel, messages until it looks at them.</summary>
internal sealed class LinkEnd : ILinkEffects
{
    public LinkEnd(LinkRole role, NodeId self, LinkLimits limits, ulong number) => Ledger = new LinkLedger(role, self, limits, this, number);

    public LinkLedger Ledger { get; }

    /// <summary>Frames on their way to the other end.</summary>
    public Queue<byte[]> Frames { get; } = new();

    public List<(ConnectionId Connection, SessionProtocol Message)> Messages { get; } = [];
    public List<LinkControl> Controls { get; } = [];
    public List<(ConnectionId Connection, int Epoch, int Bytes)> TooLargeOnes { get; } = [];
    public NodeId? Peer { get; private set; }
    public string? DownReason { get; private set; }

    public void SendFrame(ReadOnlySpan<byte> frame)
    {
        CheckNotDown();
        Frames.Enqueue(frame.ToArray());
    }

    public void Up(NodeId peer)
    {
        CheckNotDown();
        Assert.Null(Peer);
        Peer = peer;
    }

    public void Deliver(ConnectionId connection, SessionProtocol message)
    {
        CheckNotDown();
        Messages.Add((connection, message));
    }

    public void Deliver(LinkControl message)
    {
        CheckNotDown();
        Controls.Add(message);
    }

    public void TooLarge(ConnectionId connection, int epoch, int bytes)
    {
        CheckNotDown();
        TooLargeOnes.Add((connection, epoch, bytes));
    }

    public void Down(string reason)
    {
        CheckNotDown();
        DownReason = reason;
    }

    private void CheckNotDown() => Assert.Null(DownReason);
}
