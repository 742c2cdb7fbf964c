using System.Buffers;

namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// The TELNET protocol as a pure function (RFC 854): state and input give state, at most one event, output for the peer and the number of
/// bytes used. It stops at each event, so that what the event changes (such as hidden input) holds for every byte behind it, however
/// the network cut the stream. It never throws on what a peer sends.
/// </summary>
public static class TelnetMachine
{
    /// <summary>Opens the conversation: offers to echo, and asks for single characters, window size and terminal type. Once a connection.</summary>
    public static TelnetState Start(TelnetState state, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(output);
        state = Negotiation.AskUs(state, TelnetOption.Echo, enable: true, output);
        state = Negotiation.AskUs(state, TelnetOption.SuppressGoAhead, enable: true, output);
        state = Negotiation.AskHim(state, TelnetOption.SuppressGoAhead, enable: true, output);
        state = Negotiation.AskHim(state, TelnetOption.TerminalType, enable: true, output);
        return Negotiation.AskHim(state, TelnetOption.WindowSize, enable: true, output);
    }

    /// <summary>Uses input up to the next event, or all that is complete. Call again with the rest until there is no event.</summary>
    public static TelnetStep Next(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(output);
        var editor = new LineEditor(state.Line, output) { Echoes = state.Echoes, Width = state.Columns, Keys = state.Input != TelnetInput.Lines };
        var raw = state.Input == TelnetInput.Raw;
        var consumed = 0L;
        while (true)
        {
            var rest = input.Slice(consumed);
            if (state.Skipping)
            {
                var (skipped, ended) = TelnetDecoder.Skip(rest);
                consumed += skipped;
                state = state with { Skipping = !ended };
                if (!ended)
                {
                    return Step(null);
                }
                continue;
            }
            var token = TelnetDecoder.Read(rest);
            TelnetEvent? happened = null;
            if (token.Kind == TelnetTokenKind.Data)
            {
                // Two counts: an escaped IAC takes two bytes and gives one.
                (happened, var used) = raw ? editor.PassOn(token.Payload, state.Options.Binary.Him == QState.Yes) : Feed(editor, token.Payload);
                consumed += used == token.Payload.Length ? token.Consumed : used;
            }
            else
            {
                consumed += token.Consumed;
            }
            switch (token.Kind)
            {
                case TelnetTokenKind.NeedMore:
                    return Step(null);
                case TelnetTokenKind.Malformed or TelnetTokenKind.TooLong:
                    state = state with { Skipping = token.Kind == TelnetTokenKind.TooLong };
                    happened = new TelnetEvent.Malformed(token.Reason!);
                    break;
                case TelnetTokenKind.Command:
                    happened = raw ? RawCommand(token.Code) : Command(editor, token.Code);
                    break;
                case TelnetTokenKind.Negotiation:
                    state = Negotiation.Receive(state, token.Code, token.Option, output);
                    editor.Echoes = state.Echoes;
                    break;
                case TelnetTokenKind.Subnegotiation:
                    (state, happened) = Subnegotiation.Receive(state, token.Payload, output);
                    editor.Width = state.Columns;
                    break;
            }
            if (happened is not null)
            {
                return Step(happened);
            }
        }

        TelnetStep Step(TelnetEvent? happened) => new(state with { Line = editor.ToState() }, happened, consumed);
    }

    /// <summary>Writes the prompt and the line as far as it is typed, after something else was written, or the answer to <see cref="TelnetEvent.AreYouThere"/>.</summary>
    public static void Redraw(TelnetState state, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(output);
        new LineEditor(state.Line, output) { Echoes = state.Echoes, Width = state.Columns, Keys = state.Input != TelnetInput.Lines }.Redraw();
    }

    private static (TelnetEvent? Event, long Used) Feed(LineEditor editor, in ReadOnlySequence<byte> data)
    {
        var used = 0L;
        foreach (var segment in data)
        {
            foreach (var value in segment.Span)
            {
                used++;
                if (editor.Feed(value) is { } happened)
                {
                    return (happened, used);
                }
            }
        }
        return (null, used);
    }

    /// <summary>What edits is the reader's to do: he gets the characters that his terminal would send.</summary>
    private static TelnetEvent? RawCommand(byte code) => code switch
    {
        TelnetCode.InterruptProcess => new TelnetEvent.Interrupt(),
        TelnetCode.Break => new TelnetEvent.Break(),
        TelnetCode.EraseCharacter => new TelnetEvent.Data(new ReadOnlySequence<byte>([0x7F])),
        TelnetCode.EraseLine => new TelnetEvent.Data(new ReadOnlySequence<byte>([0x15])),
        TelnetCode.AbortOutput => new TelnetEvent.AbortOutput(),
        TelnetCode.AreYouThere => new TelnetEvent.AreYouThere(),
        _ => null,
    };

    private static TelnetEvent? Command(LineEditor editor, byte code)
    {
        switch (code)
        {
            case TelnetCode.InterruptProcess:
                editor.Abandon();
                return new TelnetEvent.Interrupt();
            case TelnetCode.Break:
                editor.Abandon();
                return new TelnetEvent.Break();
            case TelnetCode.EraseCharacter:
                editor.EraseCharacter();
                return null;
            case TelnetCode.EraseLine:
                editor.EraseLine();
                return null;
            case TelnetCode.AbortOutput:
                return new TelnetEvent.AbortOutput();
            case TelnetCode.AreYouThere:
                return new TelnetEvent.AreYouThere();
            default:
                // NOP and GA ask for nothing, DM ends a Synch, whose beginning the stream does not show, and an SE stands alone.
                return null;
        }
    }
}
