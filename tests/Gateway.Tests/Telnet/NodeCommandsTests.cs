using Microsoft.Extensions.Logging;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Gateway.Tests.Telnet;

public sealed class NodeCommandsTests : IDisposable
{
    private readonly FakeOperations _nodes = new();
    private readonly LoggedLines _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("drain echo 10.0.0.1:4053", "echo on 10.0.0.1:4053 takes no further sessions; those it has move away")]
    [InlineData("undrain echo 10.0.0.1:4053", "echo on 10.0.0.1:4053 takes sessions again")]
    public async Task A_drain_is_passed_on_and_written_down(string line, string answer)
    {
        Assert.Equal([answer], (await RunAsync(line)).Lines);
        Assert.Equal([line], _nodes.Asked);
        Assert.Contains("alice", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_is_passed_on_and_written_down()
    {
        Assert.Equal(["4 of 10 sessions of echo are asked to move from blue to green"], (await RunAsync("move echo blue green 40%")).Lines);
        Assert.Equal(["SessionMove { Service = echo, From = blue, To = green, Percent = 40 } True"], _nodes.Asked);
        Assert.Contains("moves 4 sessions of echo from blue to green", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drain echo nowhere", "Not done: there is no way to a node nowhere.")]
    [InlineData("move echo nowhere green 40", "Not done: there is no way to a node nowhere.")]
    [InlineData("drain echo", "Which service, and where? drain SERVICE NODE, as nodes shows it.")]
    [InlineData("undrain", "Which service, and where? undrain SERVICE NODE, as nodes shows it.")]
    [InlineData("move echo blue green", "What, from where, to where, how many? move SERVICE FROM TO PERCENT; a node as nodes shows it, or a version label.")]
    [InlineData("move echo blue green some", "What, from where, to where, how many? move SERVICE FROM TO PERCENT; a node as nodes shows it, or a version label.")]
    public async Task What_cannot_be_done_says_why(string line, string answer)
    {
        Assert.Equal([answer], (await RunAsync(line)).Lines);
        Assert.Empty(_nodes.Asked);
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData("connections")]
    [InlineData("nodes")]
    [InlineData("kick 001")]
    [InlineData("drain echo 10.0.0.1:4053")]
    public async Task A_node_that_is_no_gateway_asks_those_that_are(string line)
    {
        var relay = new FakeRelay { Answers = [new RelayedAnswer("a:1", ["done"], [], null)] };
        Assert.Equal(["done"], (await RunAsync(line, relay)).Lines);
        Assert.Equal([line], relay.Asked);
        Assert.Empty(_nodes.Asked);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("whoami")]
    [InlineData("echo hello")]
    public async Task What_only_the_session_knows_is_asked_of_nobody(string line)
    {
        var relay = new FakeRelay();
        await RunAsync(line, relay);
        Assert.Empty(relay.Asked);
    }

    [Fact]
    public async Task A_gateway_adds_what_the_others_have()
    {
        var relay = new FakeRelay { IsGateway = true, Answers = [new RelayedAnswer("b:2", ["0 of 0 connections"], ["ID"], [])] };
        var lines = (await RunAsync("connections", relay)).Lines;
        Assert.Equal(["gateway here", "gateway b:2"], lines.Where(l => l.StartsWith("gateway", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_the_gateway_that_has_a_connection_is_heard()
    {
        var relay = new FakeRelay { Answers = [new RelayedAnswer("a:1", ["Not found: no connection 123."], [], null), new RelayedAnswer("b:2", ["connection  00123"], [], null)] };
        Assert.Equal(["connection  00123"], (await RunAsync("connection 123", relay)).Lines);
        Assert.Equal(["No gateway answers at the moment."], (await RunAsync("connection 123", new FakeRelay())).Lines);
    }

    [Fact]
    public async Task What_was_passed_on_is_not_passed_on_again_nor_shown_live()
    {
        var relay = new FakeRelay { IsGateway = true };
        await RunAsync("move echo blue green 40", relay, isRelayed: true);
        await RunAsync("connections", relay, isRelayed: true);
        Assert.Empty(relay.Asked);
        Assert.EndsWith("False", Assert.Single(_nodes.Asked), StringComparison.Ordinal);
        Assert.StartsWith("Not shown: watch", Assert.Single((await RunAsync("watch", relay, isRelayed: true)).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_typed_a_line_crosses_nodes()
    {
        var caller = new ConsoleCaller("alice", "operator", FakeConnections.Info(7), "console");
        var there = System.Text.Json.JsonSerializer.Deserialize<RelayedLine>(System.Text.Json.JsonSerializer.Serialize(RelayedLine.Of("nodes", caller)))!.AsCaller();
        Assert.Equal((caller.User, caller.Role, caller.Connection.Id, caller.Connection.Sockets, true), (there.User, there.Role, there.Connection.Id, there.Connection.Sockets, there.IsRelayed));
    }

    private ValueTask<ConsoleAnswer> RunAsync(string line, IConsoleRelay? relay = null, bool isRelayed = false)
    {
        using var logs = LoggerFactory.Create(b => b.AddProvider(_log));
        var commands = new ConsoleCommands(FakeOperations.Start, new FakeConnections(), _nodes, _nodes, _nodes, _nodes, logs.CreateLogger<TelnetSession>(), relay);
        return commands.RunAsync(line, new ConsoleCaller("alice", "operator", FakeConnections.Info(1), "console") { IsRelayed = isRelayed }, default);
    }

    private sealed class FakeRelay : IConsoleRelay
    {
        public bool IsGateway { get; init; }

        public IReadOnlyList<RelayedAnswer> Answers { get; init; } = [];

        public List<string> Asked { get; } = [];

        public Task<IReadOnlyList<RelayedAnswer>> AskAsync(string line, ConsoleCaller caller)
        {
            Asked.Add(line);
            return Task.FromResult(Answers);
        }
    }
}
