using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class KeyTests
{
    private readonly Conversation _conversation = new Conversation().Start().Agree();

    [Theory]
    [InlineData("q", "q")]
    [InlineData("\r\n", "\r")]
    [InlineData("\r\0", "\r")]
    [InlineData("\n", "\n")]
    [InlineData("日", "日")]
    [InlineData("\e[A", "\e")]
    [InlineData("\x03\x04\x7F", "\x03\x04\x7F")]
    public void Each_key_is_told_and_not_echoed(string typed, string keys)
    {
        Ask(keys: true);
        Assert.Equal("", _conversation.Type(typed));
        Assert.Equal(keys, string.Concat(_conversation.Events.Cast<TelnetEvent.Key>().Select(k => k.Value.ToString())));
    }

    [Theory]
    [InlineData("\e[A")]
    [InlineData("\e[3~")]
    [InlineData("\eOA")]
    [InlineData("\r\n")]
    public void What_is_left_of_a_key_does_not_edit_the_line_behind_it(string key)
    {
        _conversation.Expect("> ", remember: true);
        _conversation.Type("one\r");
        Ask(keys: true);
        _conversation.Type(key[..1]);
        Ask(keys: false);
        _conversation.Type(key[1..] + "x\r");
        Assert.Equal(new TelnetEvent.Line("x"), _conversation.Events[^1]);
    }

    private void Ask(bool keys) => _conversation.Change(state => state with { Keys = keys });
}
