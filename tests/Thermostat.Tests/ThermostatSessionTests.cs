using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Thermostat.Tests;

public class ThermostatSessionTests
{
    private const string Greeting = "ready, 146.86.5.20:1625 <-> 161.25.19.8:80\r\n";

    private readonly SessionHarness _harness = new(() => new ThermostatSession(NullLogger<ThermostatSession>.Instance));

    [Fact]
    public void Greets_with_the_socket_pair() => Assert.Equal(Greeting, _harness.Output);

    [Theory]
    [InlineData("GET\r\n", "20 after 0 changes\r\n")]
    [InlineData("SET 25\r\nGET\r\n", "OK 25\r\n25 after 1 changes\r\n")]
    [InlineData("SET hot\r\n", "ERR SET n | GET | QUIT\r\n")]
    [InlineData("\r\n", "ERR SET n | GET | QUIT\r\n")]
    public void Answers_each_line(string input, string output)
    {
        _harness.ClearOutput();
        _harness.Send(input);
        Assert.Equal(output, _harness.Output);
    }

    [Fact]
    public void Says_goodbye_and_closes()
    {
        _harness.Send("QUIT\r\n");
        Assert.EndsWith("bye\r\n", _harness.Output, StringComparison.Ordinal);
        Assert.Equal("", _harness.CloseReason);
    }

    [Fact]
    public void The_target_survives_a_crash()
    {
        _harness.Send("SET 25\r\nSET 26\r\n");
        _harness.Crash();
        _harness.ClearOutput();
        _harness.Send("GET\r\n");
        Assert.Equal("26 after 2 changes\r\n", _harness.Output);
        Assert.Equal(2, _harness.Epoch);
    }

    [Fact]
    public void Neither_cuts_of_the_input_nor_crashes_can_be_seen()
    {
        var script = new SessionScript().Send("SET 21\r\nGET\r\n").Send("SET 22\r\nwhat\r\nGET\r\nQUIT\r\nGET\r\n");
        var seen = _harness.SplitEverywhere(script);
        Assert.Equal(Greeting + "OK 21\r\n21 after 1 changes\r\nOK 22\r\nERR SET n | GET | QUIT\r\n22 after 2 changes\r\nbye\r\n", seen);
        Assert.Equal(seen, _harness.CrashEverywhere(script));
    }
}
