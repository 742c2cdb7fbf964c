using System.Buffers;
using System.Text;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class TelnetInputTests
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
        Ask(TelnetInput.Keys);
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
        _conversation.Change(state => state.Expect("> ", remember: true));
        _conversation.Type("one\r");
        Ask(TelnetInput.Keys);
        _conversation.Type(key[..1]);
        Ask(TelnetInput.Lines);
        _conversation.Type(key[1..] + "x\r");
        Assert.Equal(new TelnetEvent.Line("x"), _conversation.Events[^1]);
    }

    [Theory]
    [InlineData("abc", "abc", false)]
    [InlineData("a\r\nb\r\0c\rd\ne\r", "a\rb\rc\rd\ne\r", false)]
    [InlineData("a\r\nb\r\0", "a\r\nb\r\0", true)]
    [InlineData("\u0003\u007F\e[A", "\u0003\u007F\e[A", false)]
    [InlineData("a\u00ff\u00ffb", "a\u00ffb", false)]
    [InlineData("a\u00ff\u00f7b\u00ff\u00f8", "a\u007Fb\u0015", false)]
    public void Raw_data_is_handed_on_however_it_is_cut(string typed, string data, bool binary)
    {
        var bytes = Encoding.Latin1.GetBytes(typed);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var state = new TelnetState { Input = TelnetInput.Raw, Options = new() { Binary = new(QState.No, binary ? QState.Yes : QState.No) } };
            var passed = new StringBuilder();
            byte[] held = [];
            foreach (var piece in new[] { bytes[..cut], bytes[cut..] })
            {
                held = [.. held, .. piece];
                while (true)
                {
                    var step = TelnetMachine.Next(state, new ReadOnlySequence<byte>(held), new ArrayBufferWriter<byte>());
                    (state, held) = (step.State, held[(int)step.Consumed..]);
                    if (step.Event is null) break;
                    passed.Append(Encoding.Latin1.GetString(Assert.IsType<TelnetEvent.Data>(step.Event).Bytes));
                }
            }
            Assert.Equal(data, passed.ToString());
            Assert.Empty(held);
        }
    }

    [Fact]
    public void While_data_is_raw_commands_are_events_and_nothing_is_echoed()
    {
        Ask(TelnetInput.Raw);
        Assert.Equal("", _conversation.Type([255, 244, 255, 243, 255, 245, 255, 246, 255, 241])[..0]);
        Assert.Equal(
            [new TelnetEvent.Interrupt(), new TelnetEvent.Break(), new TelnetEvent.AbortOutput(), new TelnetEvent.AreYouThere()], _conversation.Events);
        _conversation.Type("secret");
        Assert.DoesNotContain("secret", _conversation.Events[^1].ToString(), StringComparison.Ordinal);
    }

    private void Ask(TelnetInput input) => _conversation.Change(state => state with { Input = input });
}
