using CsCheck;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class LineDisplayTests
{
    private const string Prompt = "gw> ";

    private static readonly Gen<string> Key = Gen.Frequency(
        (12, Gen.OneOf("a", "b", " ", "word", "日", "本", "x")),
        (4, Gen.OneOf("\e[D", "\e[C", "\e[H", "\e[F", "\x02")),
        (3, Gen.OneOf("\x7F", "\x04", "\e[3~")),
        (1, Gen.OneOf("\x17", "\x15", "\x0B")),
        (2, Gen.OneOf("\e[A", "\e[B")));

    [Fact]
    public void Whatever_is_typed_the_screen_shows_the_line_and_the_cursor_in_its_place() => Gen.Select(Gen.Int[0, 24], Key.Array[0, 60]).Sample(
        (spare, keys) =>
        {
            // Narrow windows, where every edge is met; and none at all.
            var width = spare == 24 ? 0 : spare + Prompt.Length + 2;
            var conversation = Ask(width);
            foreach (var line in new[] { "help", "echo one two three four five six", "connections 日本語" }) conversation.Type(line + "\r");
            var screen = new Screen(width == 0 ? 500 : width).Write(Prompt);
            foreach (var key in keys)
            {
                screen.Write(conversation.Type(key));
                Assert.Equal(Fresh(conversation.State, width), screen.Shown);
            }
            var redrawn = new Screen(width == 0 ? 500 : width).Write(conversation.Type("\x0C"));
            Assert.Equal(Fresh(conversation.State, width), redrawn.Shown);
        },
        iter: 3000);

    [Fact]
    public void What_follows_a_line_of_several_rows_stands_below_it()
    {
        foreach (var end in new[] { "\r", "\x03" })
        {
            var conversation = Ask(10);
            var screen = new Screen(10).Write(Prompt);
            var output = conversation.Type("one two three four\e[H\e[C" + end);
            screen.Write(output[..(output.IndexOf("\r\n", StringComparison.Ordinal) + 2)]);
            Assert.Equal(3, screen.Row);
        }
    }

    [Fact]
    public void A_long_line_costs_its_own_length_not_its_square()
    {
        var conversation = Ask(20);
        Assert.InRange(conversation.Type(new string('x', 1000)).Length, 1000, 1200);
    }

    private static Conversation Ask(int width)
    {
        var conversation = new Conversation().Start().Agree();
        conversation.Receive([255, 250, 31, 0, (byte)width, 0, 24, 255, 240]);
        conversation.Change(state => state.Expect(Prompt, remember: true));
        return conversation;
    }

    /// <summary>The same line, written by somebody who knows it from the start.</summary>
    private static string Fresh(TelnetState state, int width)
    {
        var line = state.Line;
        var screen = new Screen(width == 0 ? 500 : width).Write(Prompt + line.Text);
        var cursor = new Screen(width == 0 ? 500 : width).Write(Prompt + line.Text[..^line.Tail]);
        var (row, column) = (cursor.Row, cursor.Column);
        var next = line.Tail > 0 ? new Screen(width == 0 ? 500 : width).Write(Prompt + line.Text[..^(line.Tail - 1)]) : cursor.Write(" ");

        // At the edge the cursor stands at the start of the next row. A wide character that does not fit leaves the edge free, and the cursor there.
        if (next.Row > row && (column == width - 1) && IsFull(line.Text[..^line.Tail], width)) (row, column) = (row + 1, 0);
        return screen.Shown[..(screen.Shown.LastIndexOf('|') + 1)] + $"{row},{column}";
    }

    private static bool IsFull(string text, int width)
    {
        var column = Prompt.Length;
        foreach (var rune in text.EnumerateRunes())
        {
            var columns = rune.Value >= 0x2E80 ? 2 : 1;
            if (column + columns > width) column = 0;
            column += columns;
            if (column >= width) column = 0;
        }
        return column == 0;
    }
}
