using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkLedgerAllocationTests
{
    [Fact]
    public void Sending_allocates_its_frames_and_nothing_else()
    {
        var pair = LinkPair.Up();
        var message = LinkPair.Commit(100);
        Send(pair, message);
        Send(pair, message);
        var (allocated, sent) = (GC.GetAllocatedBytesForCurrentThread(), pair.Service.Ledger.Statistics.BytesSent);

        Send(pair, message);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, pair.Service.Ledger.Statistics.BytesSent - sent + 200);
    }

    private static void Send(LinkPair pair, SessionProtocol message)
    {
        for (ulong i = 0; i < 200; i++) pair.Service.Ledger.Enqueue(new ConnectionId(i), message);
        pair.Service.Ledger.Flush(0);
    }
}
