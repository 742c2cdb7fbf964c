using SocketGateway.Gateway.Pty;

namespace SocketGateway.Gateway.Tests.Pty;

public sealed class TerminalNameTests
{
    [Theory]
    [InlineData("XTERM-256COLOR", "xterm-256color")]
    [InlineData("screen.xterm+x_1", "screen.xterm+x_1")]
    [InlineData(null, "dumb")]
    [InlineData("", "dumb")]
    [InlineData("../../etc/passwd", "dumb")]
    [InlineData(".hidden", "dumb")]
    [InlineData("-rf", "dumb")]
    [InlineData("a/b", "dumb")]
    [InlineData("a b", "dumb")]
    [InlineData("a;b", "dumb")]
    [InlineData("a\nb", "dumb")]
    [InlineData("ж", "dumb")]
    public void A_name_that_could_be_anything_else_is_none(string? told, string expected) => Assert.Equal(expected, TerminalName.From(told));

    [Fact]
    public void A_long_name_is_none() => Assert.Equal("dumb", TerminalName.From(new string('x', 41)));
}
