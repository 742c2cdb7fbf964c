using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// Edits one line, a byte at a time: the working copy of a <see cref="LineState"/>, so that a long paste does not copy the line at
/// each character. It shows what it does only while this end echoes and the line is not hidden.
/// </summary>
internal sealed class LineEditor(LineState state, IBufferWriter<byte> output)
{
    /// <summary>UTF-16 units in a line.</summary>
    public const int MaxLine = 1024;

    private readonly StringBuilder _text = new(state.Text);
    private readonly bool _hidden = state.Hidden;
    private bool _truncated = state.Truncated;
    private bool _afterReturn = state.AfterReturn;
    private EscapeState _escape = state.Escape;
    private uint _partial = state.PartialRune;

    /// <summary>This end echoes (RFC 857).</summary>
    public bool Echoes { get; set; }

    private bool Shows => Echoes && !_hidden;

    public LineState ToState() => new()
    {
        Text = _text.ToString(),
        Hidden = _hidden,
        Truncated = _truncated,
        AfterReturn = _afterReturn,
        Escape = _escape,
        PartialRune = _partial,
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
                Accept(Rune.ReplacementChar);
                return used < count ? Feed(value) : null;
        }
    }

    /// <summary>Erases the last character, as the user sees characters (IAC EC, RFC 854).</summary>
    public void EraseCharacter()
    {
        var (units, columns) = DisplayText.LastCharacter(_text);
        Erase(units, columns);
    }

    /// <summary>Erases the whole line (IAC EL, RFC 854).</summary>
    public void EraseLine()
    {
        Erase(_text.Length, DisplayText.Columns(_text.ToString()));
        _truncated = false;
    }

    /// <summary>Drops the line and whatever was unfinished in it.</summary>
    public void Abandon()
    {
        Clear();
        _escape = EscapeState.None;
        _partial = 0;
        if (Echoes)
        {
            output.Write(_hidden ? "\r\n"u8 : "^C\r\n"u8);
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
            _escape = EscapeState.None;
            return Control(rune.Value);
        }
        if (_escape != EscapeState.None)
        {
            _escape = EscapeSequence.Next(_escape, rune);
        }
        else if (!Rune.IsControl(rune))
        {
            Insert(rune);
        }
        return null;
    }

    private TelnetEvent? Control(int code)
    {
        switch (code)
        {
            case '\r':
                _afterReturn = true;
                return EndLine();
            case '\n':
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
            case 0x15: // Ctrl-U
                EraseLine();
                break;
            case 0x17: // Ctrl-W
                EraseWord();
                break;
            case 0x1B:
                _escape = EscapeState.Escape;
                break;
        }
        return null;
    }

    private TelnetEvent.Line EndLine()
    {
        var line = new TelnetEvent.Line(_text.ToString(), _hidden, _truncated);
        Clear();
        if (Echoes)
        {
            output.Write("\r\n"u8);
        }
        return line;
    }

    private void Insert(Rune rune)
    {
        if (_text.Length + rune.Utf16SequenceLength > MaxLine)
        {
            _truncated = true;
            if (!_hidden)
            {
                output.Write("\a"u8);
            }
            return;
        }
        Span<char> units = stackalloc char[2];
        _text.Append(units[..rune.EncodeToUtf16(units)]);
        if (Shows)
        {
            output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        }
    }

    private void EraseWord()
    {
        var start = _text.Length;
        while (start > 0 && char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }
        Erase(_text.Length - start, DisplayText.Columns(_text.ToString(start, _text.Length - start)));
    }

    private void Erase(int units, int columns)
    {
        _text.Length -= units;
        for (; Shows && columns > 0; columns--)
        {
            output.Write("\b \b"u8);
        }
    }

    private void Clear()
    {
        _text.Clear();
        _truncated = false;
    }
}
