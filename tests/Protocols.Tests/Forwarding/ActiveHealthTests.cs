using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class ActiveHealthTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("++", "uu")]
    [InlineData("---", "uud")]
    [InlineData("--+--+", "uuuuuu")]
    [InlineData("---++", "uuddu")]
    [InlineData("---+-+-+-++", "uudddddddd" + "u")]
    [InlineData("---++---", "uudduuud")]
    public void It_takes_three_failures_in_a_row_to_go_and_two_successes_in_a_row_to_come_back(string results, string expected)
    {
        var (health, seen) = (new ActiveHealth(new ActiveHealthPolicy()), "");
        foreach (var result in results)
        {
            var before = health.IsDown;
            Assert.Equal(health.Checked(result == '+'), health.IsDown != before);
            seen += health.IsDown ? 'd' : 'u';
        }

        Assert.Equal(expected, seen);
    }
}
