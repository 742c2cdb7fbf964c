using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.Tests.Peeking;

public class PeekResultTests
{
    [Fact]
    public void The_default_value_asks_for_more() => Assert.Equal((PeekStatus.NeedMore, null), (default(PeekResult).Status, PeekResult.NeedMore.Reason));

    [Fact]
    public void Only_what_is_malformed_has_a_reason()
    {
        Assert.Equal((PeekStatus.Malformed, "bad_port"), (PeekResult.Malformed("bad_port").Status, PeekResult.Malformed("bad_port").Reason));
        Assert.Equal((PeekStatus.Done, null), (PeekResult.Done.Status, PeekResult.Done.Reason));
        Assert.Equal((PeekStatus.Foreign, null), (PeekResult.Foreign.Status, PeekResult.Foreign.Reason));
    }
}
