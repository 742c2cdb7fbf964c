using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class LineEditorTests
{
    private readonly Conversation _conversation = new Conversation().Start().Agree();

    private TelnetEvent LastEvent => _conversation.Events[^1];

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("ab\bc", "ab\b \bc")]
    [InlineData("\x7F", "")]
    [InlineData("é\x7F", "é\b \b")]
    [InlineData("e\u0301\x7F", "e\u0301\b \b")]
    [InlineData("日\x7F", "日\b \b\b \b")]
    [InlineData("abc\e[D\e[D\x7F", "abc\b\b\bbc \b\b\b")]
    [InlineData("ac\e[Db", "ac\bbc\b")]
    [InlineData("日本\e[D语", "日本\b\b语本\b\b")]
    [InlineData("abc\x01\x05", "abc\b\b\babc")]
    [InlineData("abc\x02\x02\x0B", "abc\b\b  \b\b")]
    [InlineData("ab\x01\x04", "ab\b\bb \b\b")]
    [InlineData("ab\e[D\x0C", "ab\b\e[H\e[2Jab\b")]
    [InlineData("😀\x7F", "😀\b \b\b \b")]
    [InlineData("abc\x15", "abc\b\b\b   \b\b\b")]
    [InlineData("ab cd \x17", "ab cd \b\b\b   \b\b\b")]
    [InlineData("a\tb", "a b")]
    [InlineData("a\x07\x06\x1D", "a")]
    [InlineData("ab\x03", "ab^C\r\n")]
    [InlineData("\u009Bx", "x")]
    public void Typing_shows(string typed, string shown) => Assert.Equal(shown, _conversation.Type(typed));

    [Theory]
    [InlineData("abc\x7F\x7Fx", "ax")]
    [InlineData("e\u0301\x7Fx", "x")]
    [InlineData("👨‍👩‍👧\x7Fx", "x")]
    [InlineData("one two\x17x", "one x")]
    [InlineData("one  \x17x", "x")]
    [InlineData("one\x15two", "two")]
    [InlineData("a\e[A\e[1;5D\eOPb", "ab")]
    [InlineData("a\e[[Ab", "ab")]
    [InlineData("a\efb", "ab")]
    [InlineData("a\e\e[3~b", "ab")]
    [InlineData("a\e]0;title\e\\b", "ab")]
    [InlineData("a\e]0;title\ab", "ab")]
    [InlineData("a\e[200~pasted\e[201~b", "apastedb")]
    [InlineData("a\eéb", "ab")]
    [InlineData("a\e[12\u007Fb", "b")]
    [InlineData("zażółć 日本 😀", "zażółć 日本 😀")]
    [InlineData("a\x04" + "b", "ab")]
    [InlineData("ab\e[Dx", "axb")]
    [InlineData("ab\eODx\eOCy", "axby")]
    [InlineData("bc\x01" + "a\x05" + "d", "abcd")]
    [InlineData("bc\e[Ha\e[Fd", "abcd")]
    [InlineData("bc\e[1~a\e[4~d", "abcd")]
    [InlineData("abc\e[D\e[D\e[3~", "ac")]
    [InlineData("abc\e[D\e[D\x04", "ac")]
    [InlineData("one two three\x02\x02\x02\x02\x02\x02\x17", "one  three")]
    [InlineData("one two\x02\x02\x02\x0Bsix", "one six")]
    [InlineData("x\e[D\e[D\e[D\x7F\e[C\e[C\e[Cy", "xy")]
    [InlineData("日e\u0301😀\e[D\e[D\x7Fx", "xe\u0301😀")]
    [InlineData("ab\e[D\x15" + "c", "c")]
    public void Typing_gives_the_line(string typed, string line)
    {
        _conversation.Type(typed + "\r");
        Assert.Equal(new TelnetEvent.Line(line), LastEvent);
    }

    [Theory]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\r\0b\r\0")]
    [InlineData("a\nb\n")]
    [InlineData("a\rb\r")]
    public void Each_kind_of_line_end_ends_one_line(string typed)
    {
        _conversation.Type(typed);
        Assert.Equal([new TelnetEvent.Line("a"), new TelnetEvent.Line("b")], _conversation.Events);
    }

    [Fact]
    public void A_carriage_return_ends_the_line_without_waiting_for_what_follows()
    {
        _conversation.Type("a\r");
        Assert.Single(_conversation.Events);
        Assert.Equal("", _conversation.Type("\n"));
        Assert.Single(_conversation.Events);
        _conversation.Type("\n");
        Assert.Equal(new TelnetEvent.Line(""), LastEvent);
    }

    [Fact]
    public void An_end_of_line_ends_an_unfinished_escape_sequence_too()
    {
        _conversation.Type("a\e]never closed\rb\e[\n");
        Assert.Equal([new TelnetEvent.Line("a"), new TelnetEvent.Line("b")], _conversation.Events);
    }

    [Fact]
    public void Nothing_is_echoed_unless_the_peer_agreed()
    {
        var plain = new Conversation();
        Assert.Equal("[ac]\r\n> ", plain.Type("ab\x7F" + "c\r\n"));
    }

    [Fact]
    public void What_exceeds_1024_units_is_answered_by_a_bell_and_dropped()
    {
        _conversation.Type(new string('x', 1023));
        Assert.Equal("\a", _conversation.Type("😀"));
        Assert.Equal("y", _conversation.Type("y"));
        Assert.Equal("", _conversation.Type("zz"));
        _conversation.Type("\r");
        Assert.Equal(new TelnetEvent.Line(new string('x', 1023) + "y", Truncated: true), LastEvent);
        _conversation.Type("ok\r");
        Assert.Equal(new TelnetEvent.Line("ok"), LastEvent);
    }

    [Fact]
    public void A_pile_of_accents_can_be_erased_and_costs_no_more_than_others()
    {
        _conversation.Type("a" + new string('\u0301', 1023) + new string('\x7F', 40) + "b\r");
        Assert.Equal(new TelnetEvent.Line("b"), LastEvent);
    }

    [Fact]
    public void A_hidden_line_shows_its_end_only()
    {
        _conversation.Hide(true);
        Assert.Equal("", _conversation.Type("sec\x7F" + "cret \x17\x15" + "secret"));
        Assert.Equal("", _conversation.Type(new string('x', 2000) + "\x15secret"));
        Assert.Equal("\r\n", _conversation.Type("\r\n")[..2]);
        Assert.Equal(new TelnetEvent.Line("secret", Hidden: true), LastEvent);
        Assert.Equal("\r\n", _conversation.Type("secret\x03"));
    }

    [Fact]
    public void Nothing_that_is_hidden_shows_in_a_log()
    {
        _conversation.Hide(true);
        _conversation.Type("swordfish");
        Assert.DoesNotContain("swordfish", _conversation.State.ToString(), StringComparison.Ordinal);
        _conversation.Type("\r");
        Assert.DoesNotContain("swordfish", LastEvent.ToString(), StringComparison.Ordinal);
        var step = Login.OnLine(new LoginState { Stage = LoginStage.Password }, (TelnetEvent.Line)LastEvent);
        Assert.Equal("swordfish", step.Password);
        Assert.DoesNotContain("swordfish", step.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupts_breaks_and_the_end_of_input_are_events()
    {
        _conversation.Type("half\x03");
        Assert.Equal(new TelnetEvent.Interrupt(), LastEvent);
        _conversation.Type([(byte)'h', 0xE2, 255, 244]);
        Assert.Equal(new TelnetEvent.Interrupt(), LastEvent);
        _conversation.Type([(byte)'h', 255, 243]);
        Assert.Equal(new TelnetEvent.Break(), LastEvent);
        _conversation.Type("\x04");
        Assert.Equal(new TelnetEvent.EndOfInput(), LastEvent);
        _conversation.Type("x\r");
        Assert.Equal(new TelnetEvent.Line("x"), LastEvent);
    }

    [Fact]
    public void The_commands_of_the_network_virtual_terminal_edit_and_tell()
    {
        Assert.Equal("ab\b \b", _conversation.Type([.. "ab"u8, 255, 247]));
        Assert.Equal("\b \b", _conversation.Type([255, 248]));
        Assert.Empty(_conversation.Events);
        _conversation.Type([255, 246, 255, 245, 255, 241, 255, 249, 255, 242, 255, 240]);
        Assert.Equal([new TelnetEvent.AreYouThere(), new TelnetEvent.AbortOutput()], _conversation.Events);
    }
}
