using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// Edits one line, a byte at a time: the working copy of a <see cref="LineState"/>, so that a long paste does not copy the line at
/// each character. It shows what it does only while this end echoes and the line is not hidden.
/// </summary>
internal sealed partial class LineEditor(LineState state, IBufferWriter<byte> output)
{
    /// <summary>UTF-16 units in a line.</summary>
    public const int MaxLine = 1024;

    private readonly StringBuilder _text = new(state.Text);
    private readonly bool _hidden = state.Hidden;
    private readonly int _promptColumns = DisplayText.Columns(state.Prompt);
    private int _cursor = state.Text.Length - Math.Clamp(state.Tail, 0, state.Text.Length);
    private int? _columns;
    private bool _truncated = state.Truncated;
    private bool _afterReturn = state.AfterReturn;
    private EscapeState _escape = state.Escape;
    private int _escapeNumber = state.EscapeNumber;
    private uint _partial = state.PartialRune;
    private string _history = state.History;
    private int _recalled = state.Recalled;
    private string _draft = state.Draft;

    /// <summary>This end echoes (RFC 857).</summary>
    public bool Echoes { get; set; }

    /// <summary>The width of the window in characters; 0 is unknown.</summary>
    public int Width { get; set; }

    /// <summary>Keys are told one by one, and edit nothing.</summary>
    public bool Keys { get; init; }

    private bool Shows => Echoes && !_hidden && !Keys;

    private bool IsInRow => Width == 0 || Display.FitsRow(Columns);

    private LineDisplay Display => new(_promptColumns, Width, output);

    public LineState ToState() => state with
    {
        Text = _text.ToString(),
        Tail = _text.Length - _cursor,
        Truncated = _truncated,
        AfterReturn = _afterReturn,
        Escape = _escape,
        EscapeNumber = _escapeNumber,
        PartialRune = _partial,
        History = _history,
        Recalled = _recalled,
        Draft = _draft,
    };

    /// <summary>Takes one byte of data; what is not UTF-8 becomes U+FFFD.</summary>
    public TelnetEvent? Feed(byte value)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        for (var rest = _partial; rest != 0; rest <<= 8)
        {
            // Aligned to its highest used byte: a lead byte is never 0.
            if (rest >> 24 is var top and not 0)
            {
                bytes[count++] = (byte)top;
            }
        }
        bytes[count++] = value;
        switch (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used))
        {
            case OperationStatus.Done:
                _partial = 0;
                return Accept(rune);
            case OperationStatus.NeedMoreData:
                _partial = (_partial << 8) | value;
                return null;
            default:
                _partial = 0;
                var broken = Accept(Rune.ReplacementChar);
                return used < count ? Feed(value) ?? broken : broken;
        }
    }

    /// <summary>Erases the character before the cursor, as the user sees characters (IAC EC, RFC 854).</summary>
    public void EraseCharacter()
    {
        var (units, columns) = DisplayText.LastCharacter(_text, _cursor);
        if (_cursor < _text.Length || !Shows || !IsInRow)
        {
            Erase(_cursor - units, _cursor);
            return;
        }

        // At the end of a row that is not full: without a look at the rest of the line.
        _text.Length = _cursor -= units;
        _columns -= columns;
        for (; columns > 0; columns--)
        {
            output.Write("\b \b"u8);
        }
    }

    /// <summary>Erases the whole line (IAC EL, RFC 854).</summary>
    public void EraseLine()
    {
        Erase(0, _text.Length);
        _truncated = false;
    }

    /// <summary>Drops the line and whatever was unfinished in it.</summary>
    public void Abandon()
    {
        GoToEnd();
        Clear();
        _escape = EscapeState.None;
        _partial = 0;
        if (Echoes && !Keys)
        {
            output.Write(_hidden ? "\r\n"u8 : "^C\r\n"u8);
        }
    }

    /// <summary>Writes the prompt and what is typed so far.</summary>
    public void Redraw()
    {
        Encoding.UTF8.GetBytes(state.Prompt, output);
        if (Shows)
        {
            Display.Draw(_text.ToString(), _cursor);
        }
    }

    private TelnetEvent? Accept(Rune rune)
    {
        var afterReturn = _afterReturn;
        _afterReturn = false;
        if (afterReturn && rune.Value is '\n' or '\0')
        {
            return null;
        }
        if (rune.Value is < 0x20 or 0x7F)
        {
            // A key that was told is not to edit the line that follows it.
            (_escape, _escapeNumber) = (rune.Value == 0x1B ? EscapeState.Escape : EscapeState.None, Keys ? -1 : 0);
            _afterReturn = rune.Value == '\r';
            return Keys ? new TelnetEvent.Key(rune) : Control(rune.Value);
        }
        if (_escape != EscapeState.None)
        {
            // Of a key that is told, the escape character was told.
            (_escape, _escapeNumber, var key) = EscapeSequence.Next(_escape, _escapeNumber, rune);
            Press(key);
            return null;
        }
        if (Rune.IsControl(rune))
        {
            return null;
        }
        if (Keys)
        {
            return new TelnetEvent.Key(rune);
        }
        Insert(rune);
        return null;
    }

    private TelnetEvent? Control(int code)
    {
        switch (code)
        {
            case '\r' or '\n':
                return EndLine();
            case '\b' or 0x7F:
                EraseCharacter();
                break;
            case '\t':
                Insert(new Rune(' ')); // the width of a tab is not known here
                break;
            case 0x03: // Ctrl-C
                Abandon();
                return new TelnetEvent.Interrupt();
            case 0x04 when _text.Length == 0: // Ctrl-D
                return new TelnetEvent.EndOfInput();
            case 0x0C: // Ctrl-L
                if (Echoes)
                {
                    output.Write("\e[H\e[2J"u8);
                    Redraw();
                }
                break;
            case 0x15: // Ctrl-U
                EraseLine();
                break;
            case 0x17: // Ctrl-W
                EraseWord();
                break;
            default:
                Press(KeyOf(code));
                break;
        }
        return null;
    }

    private static EditKey KeyOf(int code) => code switch
    {
        0x01 => EditKey.Start, // Ctrl-A
        0x02 => EditKey.Left, // Ctrl-B
        0x04 => EditKey.Delete, // Ctrl-D
        0x05 => EditKey.End, // Ctrl-E
        0x06 => EditKey.Right, // Ctrl-F
        0x0B => EditKey.DeleteToEnd, // Ctrl-K
        0x0E => EditKey.Later, // Ctrl-N
        0x10 => EditKey.Earlier, // Ctrl-P
        _ => EditKey.None,
    };

    private TelnetEvent.Line EndLine()
    {
        var line = new TelnetEvent.Line(_text.ToString(), _hidden, _truncated);
        if (state.Remembers && !_hidden && !_truncated)
        {
            _history = LineHistory.Add(_history, line.Text);
        }
        GoToEnd();
        Clear();
        if (Echoes)
        {
            output.Write("\r\n"u8);
        }
        return line;
    }

    private void Clear()
    {
        _text.Clear();
        (_cursor, _columns, _truncated, _recalled, _draft) = (0, null, false, 0, "");
    }
}
