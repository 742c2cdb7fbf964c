using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>Two ends of a link, and a way between them that keeps the order and can lose a suffix.</summary>
internal sealed class LinkPair
{
    public const ulong Number = 0x1122334455667788;

    public static readonly NodeId GatewayNode = new("10.0.0.1:4053", 1);
    public static readonly NodeId ServiceNode = new("10.0.0.2:4053", 2);

    public LinkPair(LinkLimits? limits = null, LinkLimits? serviceLimits = null)
    {
        limits ??= new LinkLimits();
        Gateway = new LinkEnd(LinkRole.Gateway, GatewayNode, limits, Number);
        Service = new LinkEnd(LinkRole.Service, ServiceNode, serviceLimits ?? limits, Number);
        Gateway.Ledger.Start(0);
        Service.Ledger.Start(0);
    }

    public LinkEnd Gateway { get; }
    public LinkEnd Service { get; }
    public long Now { get; set; }

    public static LinkPair Up(LinkLimits? limits = null, LinkLimits? serviceLimits = null)
    {
        var pair = new LinkPair(limits, serviceLimits);
        pair.Settle();
        Assert.True(pair.Gateway.Ledger.IsUp && pair.Service.Ledger.IsUp);
        return pair;
    }

    public static SessionProtocol.Input Input(int bytes, int epoch = 1, long offset = 0) => new(epoch, 0, offset, new byte[bytes]);

    public static Commit Commit(int bytes, int epoch = 1, long number = 1) => new(epoch, number) { Primary = new ChannelDelta { Output = new byte[bytes] } };

    /// <summary>Lets everything arrive, and whatever follows from it.</summary>
    public void Settle()
    {
        do
        {
            if (Gateway.Ledger.HasWork) Gateway.Ledger.Flush(Now);
            if (Service.Ledger.HasWork) Service.Ledger.Flush(Now);
        }
        while (Travel(Gateway, Service) | Travel(Service, Gateway) | Gateway.Ledger.HasWork | Service.Ledger.HasWork);
    }

    /// <summary>One frame of the service node arrives, and its acknowledgement goes back.</summary>
    public void Exchange()
    {
        Service.Ledger.Flush(Now);
        if (Service.Frames.TryDequeue(out var frame)) Gateway.Ledger.Receive(frame, Now);
        Gateway.Ledger.Flush(Now);
        Travel(Gateway, Service);
    }

    /// <summary>Lets every frame arrive that is under way from one end to the other.</summary>
    public bool Travel(LinkEnd from, LinkEnd to)
    {
        var any = from.Frames.Count > 0;
        while (from.Frames.TryDequeue(out var frame)) to.Ledger.Receive(frame, Now);
        return any;
    }
}
