using System.Buffers;
using System.Globalization;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// Changes what a terminal shows of a line. Within one row backspaces and spaces do, on any terminal; a line that reaches the window's edge is drawn again
/// with ECMA-48's CUU, CUF and ED, as a backspace does not go back over an edge.
/// </summary>
/// <param name="prompt">Columns to the left of the line.</param>
/// <param name="width">Columns of the window; 0 is unknown: then there is no edge.</param>
/// <param name="output">What the terminal gets.</param>
internal readonly ref struct LineDisplay(int prompt, int width, IBufferWriter<byte> output)
{
    /// <summary>Whether the line stays clear of the edge.</summary>
    public bool FitsRow(int columns) => width == 0 || prompt + columns < width;

    /// <summary>From one text and cursor to another.</summary>
    public void Change(string before, int cursorBefore, string after, int cursorAfter)
    {
        if (FitsRow(Math.Max(DisplayText.Columns(before), DisplayText.Columns(after))))
        {
            ChangeInRow(before, cursorBefore, after, cursorAfter);
        }
        else
        {
            Draw(PlaceOf(before.AsSpan(0, cursorBefore)), after, cursorAfter);
        }
    }

    /// <summary>After one more character was written at the end of a line that reaches the edge: at the very edge terminals wait for the next one.</summary>
    public void Wrap(ReadOnlySpan<char> text)
    {
        if (PlaceOf(text).Column == 0)
        {
            output.Write(" \r"u8);
        }
    }

    /// <summary>The line where the cursor stands behind its prompt, on rows with nothing on them.</summary>
    public void Draw(string text, int cursor) => Draw(PlaceOf(""), text, cursor);

    /// <summary>To the end of the line, from a cursor inside it.</summary>
    public void MoveToEnd(string text, int cursor) => Write(text.AsSpan(cursor));

    private void ChangeInRow(string before, int cursorBefore, string after, int cursorAfter)
    {
        var moves = before == after;
        var same = moves ? cursorAfter : CommonPrefix(before, after);
        if (same <= cursorBefore)
        {
            Repeat((byte)'\b', DisplayText.Columns(before.AsSpan(0, cursorBefore)) - DisplayText.Columns(before.AsSpan(0, same)));
        }
        else
        {
            Write(before.AsSpan(cursorBefore, same - cursorBefore));
        }
        if (moves)
        {
            return;
        }
        var (all, gone) = (DisplayText.Columns(after), DisplayText.Columns(before));
        Write(after.AsSpan(same));
        Repeat((byte)' ', gone - all);
        Repeat((byte)'\b', gone - all);
        Repeat((byte)'\b', all - DisplayText.Columns(after.AsSpan(0, cursorAfter)));
    }

    private void Draw((int Row, int Column) from, string text, int cursor)
    {
        var start = PlaceOf("");
        Move(from, start);
        if (width == 0)
        {
            Write(text);
            Repeat((byte)'\b', DisplayText.Columns(text.AsSpan(cursor)));
            return;
        }

        // Erased first: a wide character that does not fit a row leaves its last column as it was.
        output.Write("\e[J"u8);
        Write(text);
        var end = PlaceOf(text);
        if (end is { Row: > 0, Column: 0 })
        {
            output.Write(" \r"u8);
        }
        Move(end, PlaceOf(text.AsSpan(0, cursor)));
    }

    private void Move((int Row, int Column) from, (int Row, int Column) to)
    {
        if (from == to)
        {
            return;
        }
        if (from.Row > to.Row)
        {
            Write($"\e[{from.Row - to.Row}A");
        }
        output.Write("\r"u8);
        if (to.Column > 0)
        {
            Write($"\e[{to.Column}C");
        }
    }

    /// <summary>Where the cursor stands behind this text: a character that does not fit a row begins the next.</summary>
    private (int Row, int Column) PlaceOf(ReadOnlySpan<char> text)
    {
        if (width == 0)
        {
            return (0, 0);
        }
        var (row, column) = (prompt / width, prompt % width);
        while (!text.IsEmpty)
        {
            var units = StringInfo.GetNextTextElementLength(text);
            var columns = DisplayText.Columns(text[..units]);
            if (column + columns > width)
            {
                (row, column) = (row + 1, 0);
            }
            column += columns;
            if (column >= width)
            {
                (row, column) = (row + 1, 0);
            }
            text = text[units..];
        }
        return (row, column);
    }

    /// <summary>Units that both have, up to a character as the user sees them.</summary>
    private static int CommonPrefix(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var same = 0;
        while (same < before.Length && same < after.Length)
        {
            var units = StringInfo.GetNextTextElementLength(before[same..]);
            if (units != StringInfo.GetNextTextElementLength(after[same..]) || !before.Slice(same, units).SequenceEqual(after.Slice(same, units)))
            {
                break;
            }
            same += units;
        }
        return same;
    }

    private void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, output);

    private void Repeat(byte value, int count)
    {
        if (count > 0)
        {
            output.GetSpan(count)[..count].Fill(value);
            output.Advance(count);
        }
    }
}
