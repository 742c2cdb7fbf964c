using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Telemetry;

namespace SocketGateway.Gateway.Tests.Telemetry;

public sealed class GatewayObservabilityTests
{
    [Theory]
    [InlineData("On", true, true, true)]
    [InlineData("Off", false, false, false)]
    [InlineData("Auto", false, false, true)]
    [InlineData("Auto", true, false, false)]
    [InlineData("Auto", false, true, false)]
    public void Traces_are_printed_on_demand_or_where_nothing_else_takes_them(string wish, bool otlp, bool systemd, bool printed) =>
        Assert.Equal(printed, GatewayObservability.PrintsTraces(Enum.Parse<ConsoleTraces>(wish), otlp, systemd));
}
