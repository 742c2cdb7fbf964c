using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

public class FrameResultTests
{
    [Fact]
    public void The_default_value_asks_for_more()
    {
        Assert.Equal(FrameResult.NeedMore, default);
        Assert.Equal(FrameStatus.NeedMore, FrameResult.NeedMore.Status);
    }

    [Fact]
    public void A_complete_frame_consumes_something()
    {
        Assert.Equal(3, FrameResult.Complete(3).Consumed);
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameResult.Complete(0));
    }

    [Fact]
    public void A_malformed_frame_has_a_reason_and_consumes_nothing()
    {
        var result = FrameResult.Malformed("bad_frame");

        Assert.Equal((FrameStatus.Malformed, 0L, "bad_frame"), (result.Status, result.Consumed, result.Reason));
        Assert.Throws<ArgumentException>(() => FrameResult.Malformed(""));
    }
}
