using System.Buffers;
using System.Text;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public sealed class TelnetPassageTests
{
    private const int Room = 4096;
    private static readonly TelnetState Agreed = Negotiated(new TelnetState());

    [Theory]
    [InlineData("ls -l\r\n", "ls -l\r")]
    [InlineData("ls -l\r\0", "ls -l\r")]
    [InlineData("ls -l\n", "ls -l\n")]
    [InlineData("a\r\r\n\r\0b", "a\r\r\rb")]
    [InlineData("\r\n\0", "\r\0")]
    [InlineData("a\u00ff\u00ffb", "a\u00ffb")]
    [InlineData("a\r\u00ff\u00ff\n", "a\r\u00ff\n")]
    [InlineData("\r\u00ff\u00f1\nb", "\rb")]
    [InlineData("\u0003\u0004\u001b[A\u007f\t\0", "\u0003\u0004\u001b[A\u007f\t\0")]
    [InlineData("\u00ff\u00f4", "\u0003")]
    [InlineData("\u00ff\u00f3", "\u0003")]
    [InlineData("\u00ff\u00f7\u00ff\u00f8", "\u007f\u0015")]
    [InlineData("\u00ff\u00ec\u00ff\u00ed\u00ff\u00ee", "\u0004\u001a\u001c")]
    [InlineData("a\u00ff\u00f1b\u00ff\u00f9c\u00ff\u00f2", "abc")]
    public void What_is_typed_reaches_the_program_as_keys_however_it_is_cut(string typed, string expected)
    {
        Assert.Equal(expected, Run(Agreed, [typed]).Data);
        for (var cut = 1; cut < typed.Length; cut++) Assert.Equal(expected, Run(Agreed, [typed[..cut], typed[cut..]]).Data);
        Assert.Equal(expected, Run(Agreed, typed.Select(c => c.ToString())).Data);
        Assert.Equal(expected, Run(Agreed, [typed], room: 1).Data);
    }

    [Fact]
    public void With_binary_agreed_on_ends_of_lines_pass_as_they_are()
    {
        var binary = Run(Agreed, ["\u00ff\u00fb\0"]).State;
        Assert.Equal("a\r\nb\r\0c\n", Run(binary, ["a\r\nb\r", "\0c\n"]).Data);
    }

    [Fact]
    public void A_line_that_ended_the_login_has_its_line_feed_dropped()
    {
        var output = new ArrayBufferWriter<byte>();
        var login = TelnetMachine.Next(new TelnetState(), Sequence("secret\r"), output);
        Assert.IsType<TelnetEvent.Line>(login.Event);
        Assert.Equal("id\r", Run(login.State, ["\nid\r\n"]).Data);
    }

    [Fact]
    public void What_has_no_room_is_left_where_it_is()
    {
        var data = new ArrayBufferWriter<byte>();
        var step = TelnetPassage.Next(Agreed, Sequence("abc\u00ff\u00ff\u00ff\u00f4rest"), data, 4, new ArrayBufferWriter<byte>());
        Assert.Equal("abc\u00ff", Encoding.Latin1.GetString(data.WrittenSpan));
        Assert.Equal(5, step.Consumed);
        Assert.Equal(0, TelnetPassage.Next(Agreed, Sequence("x"), data, 0, new ArrayBufferWriter<byte>()).Consumed);
    }

    [Fact]
    public void Options_windows_and_terminals_go_on_as_before()
    {
        var ran = Run(Agreed, ["x\u00ff\u00fa\u001f\0\u0050\0\u0018\u00ff\u00f0y\u00ff\u00fa\u0018\0VT100\u00ff\u00f0\u00ff\u00fd\u0063z\u00ff\u00f6\u00ff\u00f5"]);
        Assert.Equal("xyz", ran.Data);
        Assert.Equal("\u00ff\u00fc\u0063", ran.Output);
        Assert.Equal(
            [new TelnetEvent.WindowSize(80, 24), new TelnetEvent.TerminalType("VT100"), new TelnetEvent.AreYouThere(), new TelnetEvent.AbortOutput()], ran.Events);
        Assert.Equal((80, 24, "VT100"), (ran.State.Columns, ran.State.Rows, ran.State.Terminal));
    }

    [Fact]
    public void A_subnegotiation_that_is_too_long_is_skipped_and_reported()
    {
        var ran = Run(Agreed, ["a\u00ff\u00fa\u001f" + new string('x', 2000), new string('x', 9000) + "\u00ff\u00f0b"]);
        Assert.Equal("ab", ran.Data);
        Assert.IsType<TelnetEvent.Malformed>(Assert.Single(ran.Events));
    }

    [Fact]
    public void Random_bytes_never_throw_and_are_all_used()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length; i++) if (random.Next(3) == 0) bytes[i] = (byte)random.Next(236, 256);
            var text = Encoding.Latin1.GetString(bytes);
            var cut = random.Next(text.Length);
            Assert.Equal(Run(Agreed, [text]).Data, Run(Agreed, [text[..cut], text[cut..]], room: random.Next(1, 9)).Data);
        }
    }

    [Theory]
    [InlineData("a\r\nb", false, "a\r\nb")]
    [InlineData("a\rb", false, "a\r\0b")]
    [InlineData("\r\r\n\r", false, "\r\0\r\n\r")]
    [InlineData("a\nb", false, "a\nb")]
    [InlineData("\u00ff\r\u00ff", false, "\u00ff\u00ff\r\0\u00ff\u00ff")]
    [InlineData("a\rb\u00ff\r", true, "a\rb\u00ff\u00ff\r")]
    public void What_the_program_says_is_told_byte_for_byte_however_it_is_cut(string said, bool binary, string expected)
    {
        for (var cut = 0; cut <= said.Length; cut++)
        {
            var output = new ArrayBufferWriter<byte>();
            var afterReturn = TelnetPassage.Say(Encoding.Latin1.GetBytes(said[..cut]), binary, false, output);
            TelnetPassage.Say(Encoding.Latin1.GetBytes(said[cut..]), binary, afterReturn, output);
            Assert.Equal(expected, Encoding.Latin1.GetString(output.WrittenSpan));
        }
    }

    [Theory]
    [InlineData(false, true, "a\rb")]
    [InlineData(false, false, "a\r\0b")]
    [InlineData(true, false, "a\rb")]
    public void A_return_whose_second_half_would_be_data_since_binary_came_has_none(bool before, bool after, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var afterReturn = TelnetPassage.Say("a\r"u8, before, false, output);
        Assert.False(TelnetPassage.Say("b"u8, after, afterReturn, output));
        Assert.Equal(expected, Encoding.Latin1.GetString(output.WrittenSpan));
    }

    private static TelnetState Negotiated(TelnetState state)
    {
        var output = new ArrayBufferWriter<byte>();
        state = TelnetMachine.Start(state, output);
        return TelnetMachine.Next(state, Sequence("\u00ff\u00fb\u001f\u00ff\u00fb\u0018\u00ff\u00fd\u0001\u00ff\u00fd\u0003\u00ff\u00fb\u0003"), output).State;
    }

    private static ReadOnlySequence<byte> Sequence(string text) => new(Encoding.Latin1.GetBytes(text));

    private static (string Data, string Output, TelnetState State, List<TelnetEvent> Events) Run(TelnetState state, IEnumerable<string> packets, int room = Room)
    {
        var (data, output, events, held) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>(), new List<TelnetEvent>(), "");
        foreach (var packet in packets)
        {
            held += packet;
            while (true)
            {
                var step = TelnetPassage.Next(state, Sequence(held), data, room, output);
                (state, held) = (step.State, held[(int)step.Consumed..]);
                if (step.Event is { } happened) events.Add(happened);
                else if (step.Consumed == 0) break;
            }
        }

        return (Encoding.Latin1.GetString(data.WrittenSpan), Encoding.Latin1.GetString(output.WrittenSpan), state, events);
    }
}
