using System.Text;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>A terminal as wide as it is told: what a user sees after some output. Every character takes one column, or two when it is of the CJK blocks; it wraps late, as VT100s do.</summary>
internal sealed class Screen(int width)
{
    private readonly List<StringBuilder> _rows = [new()];
    private bool _wraps;

    public int Row { get; private set; }

    public int Column { get; private set; }

    /// <summary>The rows, without the blanks at their ends, and the cursor.</summary>
    public string Shown => string.Join('\n', _rows.Select(r => r.ToString().TrimEnd())).TrimEnd('\n') + $"|{Row},{Column}";

    public Screen Write(string output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            switch (output[i])
            {
                case '\a':
                    break;
                case '\b':
                    (Column, _wraps) = (Math.Max(0, Column - 1), false);
                    break;
                case '\r':
                    (Column, _wraps) = (0, false);
                    break;
                case '\n':
                    NextRow(Column);
                    break;
                case '\e':
                    var start = i += 2;
                    while (!char.IsLetter(output[i])) i++;
                    Control(output[i], output[start..i]);
                    break;
                default:
                    Print(output[i], output[i] >= 0x2E80 ? 2 : 1);
                    break;
            }
        }
        return this;
    }

    private void Control(char final, string number)
    {
        var count = number.Length == 0 ? 1 : int.Parse(number);
        _wraps = false;
        switch (final)
        {
            case 'A':
                Row = Math.Max(0, Row - count);
                break;
            case 'C':
                Column = Math.Min(width - 1, Column + count);
                break;
            case 'H':
                (Row, Column) = (0, 0);
                break;
            case 'J' when number == "2":
                foreach (var row in _rows) row.Clear();
                break;
            case 'J':
                _rows.RemoveRange(Row + 1, _rows.Count - Row - 1);
                if (_rows[Row].Length > Column) _rows[Row].Length = Column;
                break;
            default:
                throw new ArgumentException($"unknown sequence {number}{final}");
        }
    }

    private void Print(char character, int columns)
    {
        if (_wraps || Column + columns > width) NextRow(0);
        var row = _rows[Row];
        row.Append(' ', Math.Max(0, Column + columns - row.Length));
        row[Column] = character;
        // The second half of a wide character; overwriting either half breaks it, which no test does on purpose.
        if (columns == 2) row[Column + 1] = '\u2060';
        Column += columns;
        if (Column < width) return;
        (Column, _wraps) = (width - 1, true);
    }

    private void NextRow(int column)
    {
        (Row, Column, _wraps) = (Row + 1, column, false);
        if (Row == _rows.Count) _rows.Add(new StringBuilder());
    }
}
