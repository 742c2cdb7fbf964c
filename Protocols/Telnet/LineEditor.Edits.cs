using System.Buffers;
using System.Globalization;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>The changes to the line, each with what shows it.</summary>
internal sealed partial class LineEditor
{
    /// <summary>The columns of the line, counted once and then kept up to date by what is added and erased at its end.</summary>
    private int Columns => _columns ??= DisplayText.Columns(_text.ToString());

    /// <summary>Hands data on without editing it; of the ends of line in text, CR LF and CR NUL, the CR (RFC 854).</summary>
    /// <returns>The event, if any, and how many bytes it took.</returns>
    public (TelnetEvent? Event, long Used) PassOn(in ReadOnlySequence<byte> data, bool binary)
    {
        var afterReturn = _afterReturn;
        _afterReturn = false;
        if (binary)
        {
            return (new TelnetEvent.Data(data), data.Length);
        }
        if (afterReturn && data.FirstSpan[0] is (byte)'\n' or 0)
        {
            return (null, 1);
        }
        var part = data.PositionOf((byte)'\r') is { } end ? data.Slice(0, data.GetPosition(1, end)) : data;
        _afterReturn = part.Slice(part.Length - 1).FirstSpan[0] == '\r';
        return (new TelnetEvent.Data(part), part.Length);
    }

    private void Insert(Rune rune)
    {
        if (_text.Length + rune.Utf16SequenceLength > MaxLine)
        {
            // Once a line: whoever sends megabytes of it is not to get as many bells.
            if (!_truncated && !_hidden)
            {
                output.Write("\a"u8);
            }
            _truncated = true;
            return;
        }
        Span<char> units = stackalloc char[2];
        units = units[..rune.EncodeToUtf16(units)];
        if (_cursor < _text.Length)
        {
            var before = Before();
            _text.Insert(_cursor, units);
            MoveTo(_cursor + units.Length, before);
        }
        else
        {
            Append(rune, units);
        }
    }

    /// <summary>At the end of the line, where characters cost the same however long it is.</summary>
    private void Append(Rune rune, ReadOnlySpan<char> units)
    {
        var measures = Shows && Width > 0;
        var (lastUnits, lastColumns) = measures && !rune.IsAscii ? DisplayText.LastCharacter(_text, _text.Length) : default;
        var columns = measures ? Columns : 0;
        _text.Append(units);
        _cursor = _text.Length;
        _columns = null;
        if (!Shows)
        {
            return;
        }
        output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        if (!measures)
        {
            return;
        }
        var (newUnits, newColumns) = rune.IsAscii ? (1, 1) : DisplayText.LastCharacter(_text, _text.Length);
        _columns = columns + newColumns - (newUnits > units.Length && newUnits == lastUnits + units.Length ? lastColumns : 0);
        if (!IsInRow)
        {
            Display.Wrap(_text.ToString());
        }
    }

    private void EraseWord()
    {
        var start = _cursor;
        while (start > 0 && char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }
        Erase(start, _cursor);
    }

    private void Press(EditKey key)
    {
        if (_hidden || key == EditKey.None || Keys)
        {
            return;
        }
        switch (key)
        {
            case EditKey.Left:
                MoveTo(_cursor - DisplayText.LastCharacter(_text, _cursor).Units, Before());
                break;
            case EditKey.Right:
                MoveTo(_cursor + NextUnits(), Before());
                break;
            case EditKey.Start:
                MoveTo(0, Before());
                break;
            case EditKey.End:
                MoveTo(_text.Length, Before());
                break;
            case EditKey.Delete:
                Erase(_cursor, _cursor + NextUnits());
                break;
            case EditKey.DeleteToEnd:
                Erase(_cursor, _text.Length);
                break;
            case EditKey.Earlier:
                Recall(_recalled + 1);
                break;
            case EditKey.Later when _recalled > 0:
                Recall(_recalled - 1);
                break;
        }
    }

    private int NextUnits() => _cursor == _text.Length ? 0 : StringInfo.GetNextTextElementLength(_text.ToString(_cursor, Math.Min(32, _text.Length - _cursor)));

    private void Recall(int number)
    {
        if (!state.Remembers || (number == 0 ? _draft : LineHistory.Find(_history, number)) is not { } line)
        {
            return;
        }
        var before = Before();
        if (_recalled == 0)
        {
            _draft = before.Text;
        }
        _recalled = number;
        if (number == 0)
        {
            _draft = "";
        }
        _text.Clear().Append(line);
        MoveTo(line.Length, before);
    }

    private void Erase(int start, int end)
    {
        if (start == end)
        {
            return;
        }
        var before = Before();
        _text.Remove(start, end - start);
        MoveTo(start, before);
    }

    private (string Text, int Cursor) Before() => (Shows || _recalled == 0 ? _text.ToString() : "", _cursor);

    /// <summary>Sets the cursor after a change, and shows both.</summary>
    private void MoveTo(int cursor, (string Text, int Cursor) before)
    {
        (_cursor, _columns) = (cursor, null);
        if (Shows)
        {
            Display.Change(before.Text, before.Cursor, _text.ToString(), _cursor);
        }
    }

    /// <summary>Before output that must not stand on the line's further rows.</summary>
    private void GoToEnd()
    {
        if (Shows && _cursor < _text.Length && !IsInRow)
        {
            Display.MoveToEnd(_text.ToString(), _cursor);
        }
    }
}
