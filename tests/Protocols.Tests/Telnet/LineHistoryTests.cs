using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class LineHistoryTests
{
    private const string Up = "\e[A";
    private const string Down = "\e[B";

    private readonly Conversation _conversation = new Conversation().Start().Agree();

    public LineHistoryTests() => _conversation.Change(state => state.Expect("> ", remember: true));

    [Theory]
    [InlineData(Up, "three")]
    [InlineData(Up + Up, "two")]
    [InlineData(Up + Up + Up + Up + Up, "one")]
    [InlineData(Up + Up + Down, "three")]
    [InlineData("new" + Up + Up + Down + Down, "new")]
    [InlineData("new" + Up + Down + Down, "new")]
    [InlineData(Down + Down, "")]
    [InlineData(Up + "!", "three!")]
    [InlineData("\x10\x10\x0E", "three")]
    [InlineData("\eOA", "three")]
    public void Arrows_recall_lines(string keys, string line)
    {
        _conversation.Type("one\rtwo\rthree\r" + keys + "\r");
        Assert.Equal(new TelnetEvent.Line(line), _conversation.Events[^1]);
    }

    [Fact]
    public void Neither_empty_lines_nor_repeated_ones_are_remembered()
    {
        _conversation.Type("one\r\r  \rone\rtwo\rtwo\r");
        Assert.Equal("one\ntwo", _conversation.State.Line.History);
    }

    [Fact]
    public void A_hidden_line_is_never_remembered_and_recalls_nothing()
    {
        _conversation.Type("one\r");
        _conversation.Change(state => state.Expect("Password: ", hide: true, remember: true));
        Assert.Equal("", _conversation.Type("secret" + Up + Down + "\e[D"));
        _conversation.Type("\r");
        Assert.Equal(new TelnetEvent.Line("secret", Hidden: true), _conversation.Events[^1]);
        Assert.Equal("one", _conversation.State.Line.History);
    }

    [Fact]
    public void A_login_remembers_nothing_and_recalls_nothing()
    {
        _conversation.Change(state => state.Expect("login: "));
        _conversation.Type("my password\r" + Up + "\r");
        Assert.Equal(new TelnetEvent.Line(""), _conversation.Events[^1]);
        Assert.Equal("", _conversation.State.Line.History);
    }

    [Fact]
    public void The_oldest_lines_are_forgotten_first()
    {
        for (var i = 0; i < 300; i++) _conversation.Type($"line number {i}\r");
        var history = _conversation.State.Line.History;
        Assert.InRange(history.Length, LineHistory.MaxLength - 20, LineHistory.MaxLength);
        Assert.EndsWith("\nline number 299", history, StringComparison.Ordinal);
        Assert.Equal("line number 298", LineHistory.Find(history, 2));
        Assert.Null(LineHistory.Find(history, 300));
        Assert.Null(LineHistory.Find("", 1));
    }

    [Fact]
    public void A_line_of_full_length_can_be_recalled()
    {
        var line = new string('x', 1024);
        _conversation.Type(line + "\r" + Up + "\r");
        Assert.Equal(new TelnetEvent.Line(line), _conversation.Events[^1]);
    }
}
