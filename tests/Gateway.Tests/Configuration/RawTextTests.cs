using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class RawTextTests
{
    [Fact]
    public void What_is_said_over_a_wire_keeps_its_line_ends_and_other_values_do_not()
    {
        var options = Configured.Options(
            ("Services:forward:Type", "Forward"),
            ("Services:forward:Destinations:a:Address", " 127.0.0.1:7 "),
            ("Services:forward:Banner", " sorry\r\n"),
            ("Services:forward:HealthCheck:Active:Enabled", "true"),
            ("Services:forward:HealthCheck:Active:Send", "\r\n"),
            ("Services:forward:HealthCheck:Active:Expect", ""));
        var forward = Assert.IsType<ForwardServiceOptions>(options.Services["forward"].Settings);
        Assert.Equal((" sorry\r\n", "127.0.0.1:7"), (forward.Banner?.Value, forward.Destinations["a"].Address));
        Assert.Equal(("\r\n", null), (forward.HealthCheck.Active.Send?.Value, forward.HealthCheck.Active.Expect?.Value));
    }
}
