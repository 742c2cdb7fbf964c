using SocketGateway.Gateway.Pty;

namespace SocketGateway.Gateway.Tests.Pty;

public sealed class ProcessTableTests
{
    [Theory]
    [InlineData("12 (sh) S 1 12 11 34816 12 4194304", 12, 11)]
    [InlineData("12 (a) b) S (x) R 1 12 99 34816", 12, 99)]
    [InlineData("7 (no (way) S 1 2 3) T 1 2 5 0", 7, 5)]
    public void The_session_is_found_whatever_the_process_is_called(string stat, int process, int session) =>
        Assert.Equal((process, session), ProcessTable.Parse(stat));

    [Theory]
    [InlineData("12 (sh) Z 1 12 11 34816")]
    [InlineData("12 (sh) X 1 12 11 34816")]
    [InlineData("12 (sh)")]
    [InlineData("")]
    public void What_is_dead_or_cut_short_is_no_process(string stat) => Assert.Null(ProcessTable.Parse(stat));
}
