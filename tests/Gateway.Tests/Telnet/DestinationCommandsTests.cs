using Microsoft.Extensions.Logging;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Gateway.Tests.Telnet;

public sealed class DestinationCommandsTests : IDisposable
{
    private readonly FakeOperations _operations = new();
    private readonly LoggedLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Destinations_are_listed_with_how_they_are()
    {
        var rows = (await RunAsync("destinations")).Table!.Rows(0).ToList();
        Assert.Equal("SERVICE  DESTINATION  STATE         ACTIVE  TOTAL  FAILED  WEIGHT  WAITING  ADDRESSES", rows[0]);
        Assert.Equal("web      a            ejected 12 s  3       40     6       0.5     2        10.0.0.1:80", rows[1]);
    }

    [Theory]
    [InlineData("drain destination web a", "a of web is draining: it takes no further connections, those that it has go on", "web a True ", "alice from")]
    [InlineData("DRAIN DESTINATION web a 00:00:30", "a of web is draining: it takes no further connections, those that it has are closed within 00:00:30", "web a True 00:00:30", "drains destination a of web")]
    [InlineData("resume destination web a", "a of web is up", "web a False ", "resumes destination a of web")]
    public async Task A_change_is_made_and_written_down(string line, string answer, string asked, string logged)
    {
        Assert.Equal([answer], (await RunAsync(line)).Lines);
        Assert.Equal([asked], _operations.Asked);
        Assert.Contains(logged, Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drain destination web", "Which service, which destination? drain destination SERVICE NAME [hh:mm:ss], as destinations shows it.")]
    [InlineData("drain destination web a 30", "Which service, which destination? drain destination SERVICE NAME [hh:mm:ss], as destinations shows it.")]
    [InlineData("drain destination web a -00:00:30", "Which service, which destination? drain destination SERVICE NAME [hh:mm:ss], as destinations shows it.")]
    [InlineData("resume destination", "Which service, which destination? resume destination SERVICE NAME, as destinations shows it.")]
    [InlineData("drain destination web nowhere", "Not done: no destination nowhere of a service web.")]
    public async Task What_cannot_be_done_says_why(string line, string answer)
    {
        Assert.Equal([answer], (await RunAsync(line)).Lines);
        Assert.Empty(_operations.Asked);
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData("drain destinations 10.0.0.1:4053", "drain destinations 10.0.0.1:4053")]
    [InlineData("drain web 10.0.0.1:4053", "drain web 10.0.0.1:4053")]
    public async Task Draining_a_service_on_a_node_is_another_command(string line, string asked)
    {
        await RunAsync(line);
        Assert.Equal([asked], _operations.Asked);
    }

    private async Task<ConsoleAnswer> RunAsync(string line)
    {
        using var logs = new LoggerFactory([_log]);
        var commands = new ConsoleCommands(FakeOperations.Start, new FakeConnections(), _operations, _operations, _operations, _operations, logs.CreateLogger<TelnetSession>());
        return await commands.RunAsync(line, new ConsoleCaller("alice", "operator", FakeConnections.Info(1), "console"), CancellationToken.None);
    }
}
